import { stem } from '../../../index/lexical/stem.js';
import { hasHan } from '../requirement/meaning.js';

/** Verbs that undo or reverse each other: a question with one side does not mean an API of the other. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  [
    'get read load fetch retrieve query list find look obtain receive restore 读 读取 取出 获取 查询 查 取得 拿到 看',
    'set save store write put remember keep record persist 保存 存到 存入 存 写入 写进 写到 记住 记到 设置',
  ],
  [
    'show open display start begin present 显示 打开 弹出 开始 启动',
    'hide close dismiss stop end finish 隐藏 关闭 关掉 收起 停止 结束',
  ],
  [
    'create add insert make new schedule book 创建 新建 添加 新增 安排',
    'delete remove erase drop cancel withdraw recall 删除 删掉 移除 取消 撤回 收回',
  ],
  ['upload send submit post push 上传 发送 提交 发出', 'download pull 下载'],
  ['encrypt lock 加密 锁定', 'decrypt unlock 解密 解锁'],
  ['enable allow 启用 允许 开启', 'disable forbid 禁用 禁止'],
  ['subscribe watch observe listen 订阅 监听', 'unsubscribe 退订 取消订阅'],
  ['approve accept 同意 批准 通过', 'reject decline 拒绝 驳回'],
  ['connect join 连接 加入', 'disconnect leave 断开 离开'],
];

interface Side {
  readonly own: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
}

const sides: readonly Side[] = OPPOSITES.flatMap(([a, b]) => {
  const left = new Set(a.split(' ').map((it) => (hasHan(it) ? it : stem(it))));
  const right = new Set(b.split(' ').map((it) => (hasHan(it) ? it : stem(it))));
  return [
    { own: left, other: right },
    { own: right, other: left },
  ];
});

/** Whether a text asks for the opposite of what a verb does: it has words of the other side and none of the verb's own. */
export function contradicts(verb: string, text: string): boolean {
  // What somebody does later, or with it, is not what is asked for.
  const [asked = ''] = text.split(
    /\b(?:until|till|when|whenever|while|which|that|who|whose|where|before|after)\b|直到/,
  );
  const words = new Set((asked.toLowerCase().match(/[a-z]+/g) ?? []).map(stem));
  const says = (side: ReadonlySet<string>): boolean =>
    [...side].some((it) => (hasHan(it) ? asked.includes(it) : words.has(it)));
  return sides.some(({ own, other }) => own.has(stem(verb.toLowerCase())) && says(other) && !says(own));
}
