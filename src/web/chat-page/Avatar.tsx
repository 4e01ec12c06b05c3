/** Two hearts that share a stroke for the bot, the first character of the name for an officer. */
export function Avatar({ from, name }: { from: 'bot' | 'officer'; name: string }) {
  if (from === 'officer')
    return (
      <span className="avatar avatar_officer" aria-hidden="true">
        {name.trim().charAt(0) || '联'}
      </span>
    )
  return (
    <span className="avatar avatar_bot" aria-hidden="true">
      <svg viewBox="0 0 40 40" focusable="false" aria-hidden="true">
        <path
          d="M15.5 27.5C9 22.6 6.5 19.4 6.5 15.6c0-3.2 2.4-5.6 5.4-5.6 2.2 0 4 1.1 5 3 1-1.9 2.8-3 5-3 .9 0 1.8.2 2.5.6"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
        <path
          d="M24.5 31c6.3-4.9 9-8 9-11.800 0-3-2.300-5.400-5.200-5.400-2.100 0-3.800 1.100-4.800 2.900-1-1.800-2.700-2.900-4.800-2.900-2.900 0-5.200 2.400-5.200 5.400 0 3.800 4.700 6.900 11 11.800z"
          fill="#fff"
        />
      </svg>
    </span>
  )
}
