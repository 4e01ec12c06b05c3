import type { ReactNode } from 'react'

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

export const MoreIcon = () => (
  <Icon>
    <g fill="currentColor" stroke="none">
      <circle cx="5" cy="12" r="1.9" />
      <circle cx="12" cy="12" r="1.9" />
      <circle cx="19" cy="12" r="1.9" />
    </g>
  </Icon>
)

export const KeyboardIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="10" strokeWidth="1.4" />
    <g fill="currentColor" stroke="none">
      <rect x="6.6" y="8.2" width="1.8" height="1.8" rx=".4" />
      <rect x="9.6" y="8.2" width="1.8" height="1.8" rx=".4" />
      <rect x="12.6" y="8.2" width="1.8" height="1.8" rx=".4" />
      <rect x="15.6" y="8.2" width="1.8" height="1.8" rx=".4" />
      <rect x="6.6" y="11.2" width="1.8" height="1.8" rx=".4" />
      <rect x="9.6" y="11.2" width="1.8" height="1.8" rx=".4" />
      <rect x="12.6" y="11.2" width="1.8" height="1.8" rx=".4" />
      <rect x="15.6" y="11.2" width="1.8" height="1.8" rx=".4" />
      <rect x="8.6" y="14.4" width="6.8" height="1.8" rx=".4" />
    </g>
  </Icon>
)

export const MenuIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="10" strokeWidth="1.4" />
    <path d="M7.5 8.8h9M7.5 12h9M7.5 15.2h9" strokeWidth="1.5" strokeLinecap="round" />
  </Icon>
)

export const AttachIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="10" strokeWidth="1.4" />
    <path d="M12 7v10M7 12h10" strokeWidth="1.5" strokeLinecap="round" />
  </Icon>
)

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" strokeWidth="1.8" strokeLinecap="round" />
  </Icon>
)

export const DownIcon = () => (
  <Icon>
    <path d="M5 8l7 7 7-7" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  </Icon>
)

export const AloudIcon = () => (
  <Icon>
    <path d="M4 9.5v5h3.2L12 18.5v-13L7.2 9.5z" fill="currentColor" stroke="none" />
    <path d="M15 9a4.2 4.2 0 010 6M17.4 6.5a7.8 7.8 0 010 11" strokeWidth="1.7" strokeLinecap="round" />
  </Icon>
)

export const StopIcon = () => (
  <Icon>
    <rect x="6.5" y="6.5" width="11" height="11" rx="2" fill="currentColor" stroke="none" />
  </Icon>
)

export const FailedIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="10" fill="currentColor" stroke="none" />
    <path d="M12 6.5v7" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
    <circle cx="12" cy="17" r="1.3" fill="#fff" stroke="none" />
  </Icon>
)

export const ClockIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" strokeWidth="1.6" />
    <path d="M12 7v5.3l3.4 2" strokeWidth="1.6" strokeLinecap="round" />
  </Icon>
)

export const FileIcon = () => (
  <Icon>
    <path d="M6 2.8h8l4.5 4.5v13.9H6z" strokeWidth="1.5" strokeLinejoin="round" />
    <path d="M13.8 3v4.6h4.5M9 12.5h6.5M9 16h6.5" strokeWidth="1.5" strokeLinecap="round" />
  </Icon>
)

export const PhoneIcon = () => (
  <Icon>
    <path
      d="M6.2 3.5l3 .6 1.2 4-2 1.8a13 13 0 005.7 5.7l1.8-2 4 1.2.6 3c-.2 1.6-1.5 2.8-3.1 2.7C10 20 4 14 3.5 6.6c-.1-1.6 1.1-2.9 2.7-3.1z"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  </Icon>
)
