import type { ChatMessage } from '../../src/web/api/chat-message'
import type { Menu } from '../../src/web/api/chat-session'

export type Said = Partial<ChatMessage> & Pick<ChatMessage, 'from'>

const menuZh: Menu = [
  {
    label: '维权',
    items: [
      { label: '我要投诉', command: '/complain' },
      { label: '投诉进度', command: '/cases' },
      { label: '帮助', command: '/help' },
    ],
  },
  {
    label: '活动',
    items: [
      { label: '近期活动', command: '/events' },
      { label: '我的报名', command: '/signups' },
    ],
  },
  {
    label: '我的',
    items: [
      { label: '登记', command: '/register' },
      { label: '我的资料', command: '/me' },
      { label: '本月联络', command: '/contact' },
      { label: '设置', command: '/settings' },
      { label: '返回码', command: '/code' },
    ],
  },
]

const menuEn: Menu = [
  {
    label: 'Rights',
    items: [
      { label: 'Make a complaint', command: '/complain' },
      { label: 'Progress', command: '/cases' },
    ],
  },
  {
    label: 'Events',
    items: [{ label: 'Coming events', command: '/events' }],
  },
  {
    label: 'Me',
    items: [
      { label: 'What you know of me', command: '/me' },
      { label: 'Settings', command: '/settings' },
    ],
  },
]

export function menuIn(language: 'zh-CN' | 'en'): Menu {
  return language === 'en' ? menuEn : menuZh
}

/** What the scripted bot says to a message. */
export function answer(said: Said, choice: string | null, language: 'zh-CN' | 'en'): Said[] {
  const text = said.text ?? ''
  if (language === 'en') return [{ from: 'bot', text: `Understood: ${text || 'your file'}.` }]
  if (choice === 'consent.yes')
    return [{ from: 'bot', text: '好的。你怎么称呼？真名、小名都可以。', choices: skipAndBack }]
  if (choice !== null && /^kind\./.test(choice))
    return [{ from: 'bot', text: '被欠了几个月？说个大概就行。', choices: months }]
  if (choice !== null) return [{ from: 'bot', text: '记下了。' }]
  if (said.file) return [{ from: 'bot', text: '收到。还有别的照片吗？没有就点「好了」。', choices: done }]
  if (/^\/start/.test(text)) return [{ from: 'bot', text: consentQuestion, choices: consent }]
  if (text === '/complain') return [{ from: 'bot', text: kindQuestion, choices: kinds }]
  return [{ from: 'bot', text: `听到了：${text}` }]
}

const consentQuestion = '欢迎你！先说明一下：你的回答只给联络你的人看，随时可以让我删掉。可以开始吗？'
const consent = [
  { label: '可以', value: 'consent.yes' },
  { label: '先不了', value: 'consent.no' },
]
const kindQuestion = '别急，一步一步来。遇到的是哪一种？\n也可以打 12333 问工资的事；有人打你、扣住你，先打 110。'
const kinds = [
  { label: '拖欠工资', value: 'kind.wages' },
  { label: '拖欠工程款', value: 'kind.project' },
  { label: '受了工伤', value: 'kind.injury' },
  { label: '没签合同、没交社保', value: 'kind.contract' },
]
const skipAndBack = [
  { label: '跳过', value: 'name.skip' },
  { label: '返回', value: 'name.back' },
]
const months = ['1 个月', '2 个月', '3 个月', '半年左右'].map((label, index) => ({ label, value: `months.${index}` }))
const done = [{ label: '好了', value: 'photos.done' }]
