export const alerts = {
  'alerts.see': '运行情况',
  'alerts.count': '【运行情况】有 {count} 件要处理：',
  'alerts.fine': '【运行情况】一切正常。',
  'alerts.looked': '{at} 查过，每 5 分钟查一次。',
  'alerts.not-looked': '【运行情况】还没有查过，过几分钟再来看。',
  'alerts.page-only': '现在只有网页聊天：同事开着网页才看得到通知。接上 Telegram，关着网页也收得到。',
  'alerts.warning': '⚠ {title}',
  'alerts.means': '从 {at} 起：{means}',
  'alerts.do': '怎么办：{what}',
  'alerts.over': '✓ 好了：{title}。{from} 开始，{to} 已经没事了。',
  'alerts.store-failed':
    '⚠ {from} 到 {to}，有消息存不下来（{times} 次），现在好了。\nTelegram 上发来的会自己补上；网页上的，当时请本人再发了一次。\n怎么办：请管服务器的人看看硬盘：是不是快满了，是不是坏了。',

  'alert.store-failing': '数据存不下来',
  'alert.store-failing.means': '现在发来的话都收不下。',
  'alert.store-failing.do':
    '请管服务器的人看硬盘是不是满了、坏了，原因在日志里 store 那几行。硬盘好了，联心会自己接着收。',
  'alert.disk-low': '硬盘快满了',
  'alert.disk-low.means': '放数据的硬盘只剩 {free}。满了以后，大家发来的话就收不下了。',
  'alert.disk-low.do': '请管服务器的人清理别的东西，或者换大一点的硬盘。放数据的文件夹里，什么也不要自己删。',
  'alert.backup-missed': '没有新的备份',
  'alert.backup-missed.means': '一天半没有做成新的备份。这时硬盘坏了，或者弄错了什么，最近的就找不回来。',
  'alert.backup-missed.do': '请管服务器的人运行 npm run backup，看它怎么说：多半是硬盘满了。',
  'alert.updates-parked': '有消息没办成',
  'alert.updates-parked.means':
    '程序出了错，有 {count} 条消息没办成。消息存好了，没有丢；本人知道出了错。里面可能有急事。',
  'alert.updates-parked.do':
    '请管服务器的人尽快看日志里 parked 那几行，把程序升级到修好的版本，再一条一条运行 npm run replay -- ID。',
  'alert.platform-token-refused': '{platform} 不认我们的令牌',
  'alert.platform-token-refused.means': '{platform} 上收不到，也发不出。要发的都先存着。',
  'alert.platform-token-refused.do': '请管服务器的人重新复制令牌（README 里「接上 {platform}」有写），再启动一次。',
  'alert.platform-address-refused': '{platform} 不接受我们的网址',
  'alert.platform-address-refused.means': '{platform} 上发来的，我们收不到。',
  'alert.platform-address-refused.do': '请管服务器的人看 PUBLIC_URL 写得对不对，改好再启动一次。',
  'alert.platform-taken-over': '{platform} 的令牌被别的程序占着',
  'alert.platform-taken-over.means': '{platform} 上发来的话都到了那边，我们收不到。',
  'alert.platform-taken-over.do':
    '请管服务器的人看是不是别的电脑上也开着联心：停掉那一个，这边再启动一次。如果没有，令牌可能被人拿走了，请马上换一个新的。',
  'alert.platform-unreachable': '连不上 {platform}',
  'alert.platform-unreachable.means': '{platform} 上收不到，也发不出。都先存着，连上会自己接着办。',
  'alert.platform-unreachable.do': '请管服务器的人看网络和代理通不通；在那台电脑上打开 /healthz，里面写着原因。',
  'alert.platform-slowing': '{platform} 要我们慢一点',
  'alert.platform-slowing.means': '发得太多，{platform} 一直让我们等。消息会晚到，不会丢。',
  'alert.platform-slowing.do': '一般等一等就好。过了半天还这样，请管服务器的人看一看。',
  'alert.no-pushable-officer': '有的地方，没有同事收得到通知',
  'alert.no-pushable-officer.means':
    '{names}，一共 {count} 处：管那里的同事都只用网页，关着就收不到。夜里有急事会没人知道。',
  'alert.no-pushable-officer.do':
    '请那里的一位同事在手机上打开 {platform} 的机器人，发「设置」，点「连接另一台手机」，把它和网页连起来；或者邀请一位在 {platform} 上的同事。',
  'alert.key-not-saved': '总钥匙还没有另存',
  'alert.key-not-saved.means': '它只和数据放在一起。电脑坏了，没有它连备份也打不开。',
  'alert.key-not-saved.do':
    '请管服务器的人运行 npm run key -- export，抄到别处收好，再点「钥匙已另存」，或者运行 npm run key -- saved。',
} as const
