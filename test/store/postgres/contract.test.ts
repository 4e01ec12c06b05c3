import { storeContract } from '../contract'
import { openTemporary } from './open-temporary'

storeContract('the PostgreSQL engine', () => openTemporary(), 20)
