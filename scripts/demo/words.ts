import type { Part } from './parts'

const who: Record<Part['as'], { zh: string; en: string; tryZh: string; tryEn: string }> = {
  worker: {
    zh: '有案子在办的工友',
    en: 'a worker whose case is being handled',
    tryZh: '发「进度」看案子，发一句话转给办案的同事，发「活动」报名',
    tryEn: '进度 shows the case; any words go to the caseworker; 活动 signs up',
  },
  liaison: {
    zh: '联络员',
    en: 'a liaison officer',
    tryZh: '发「工作台」，看这个月谁还没联系上',
    tryEn: '工作台 (workbench) shows who is still to be contacted this month',
  },
  caseworker: {
    zh: '维权专员',
    en: 'a caseworker',
    tryZh: '发「工作台」，打开案子，写给本人，再到工友那边看',
    tryEn: '工作台, open a case, write to the worker, and look on the worker’s side',
  },
  supervisor: {
    zh: '主管',
    en: 'a supervisor',
    tryZh: '发「工作台」，看超期的案子',
    tryEn: '工作台 shows what is overdue',
  },
  admin: {
    zh: '管理员',
    en: 'an administrator',
    tryZh: '发「工作台」，办一场活动，请一位同事，打印点位海报',
    tryEn: '工作台: make an event, invite a colleague, print a point’s poster',
  },
}

/** What is printed before the bot starts: where to go, who to be, what to try. */
export function words(address: string, parts: readonly Part[], folder: string): string {
  const lines = parts.flatMap(({ as, name, code }) => {
    const { zh, en, tryZh, tryEn } = who[as]
    return [`  ${code}   ${name}：${zh} / ${en}`, `      ${tryZh}`, `      ${tryEn}`]
  })
  return `${[
    '联心的演示：一个编出来的团委，300 位青年，数据是临时的，结束就没了。',
    'Lianxin’s demo: an invented committee with 300 youths. The data is temporary and goes when you stop (Ctrl-C).',
    '',
    `打开 / open ${address}`,
    '新来的工友：什么都不用，发「投诉」或「登记」。 / A newcomer needs nothing: send 投诉 or 登记 (English: /lang).',
    '想当别人：另开一个隐私窗口，把下面的码整个发进聊天。工友的码用一次，聊天里会给新的；同事的码要管理员同意，演示里马上就同意，看到「连好了」就行。',
    'To be somebody else: open a private window and send one of these codes in the chat. The worker’s works once, and the chat gives a new one; a colleague’s needs an administrator’s word, which the demo gives at once: wait for “connected”.',
    '',
    ...lines,
    '到点才做的事，在另一个窗口现在就能做，比如办一场活动后发邀请： / What waits for its time can be done now, from another window, as inviting to an event:',
    `  DATA_DIR=${folder} npm run job -- event-invitations`,
    '',
  ].join('\n')}\n`
}
