export { PostgresServer, password } from '../../../scripts/bench/postgres/server'
