import { describe, expect, it } from 'vitest'
import { kindInWords } from '../../../src/domain/complaint-signs'
import { cryIn, dangersInWords } from '../../../src/domain/danger-signs'
import { readCorpus } from '../../domain/corpus'

describe('what a sentence is about', () => {
  it.each([
    ['老板拖欠我工资三个月了', 'own-wage'],
    ['老板一直不给钱', 'own-wage'],
    ['我们班组八个人的工资没发', 'team-wage'],
    ['甲方欠我工程款', 'contract-price'],
    ['在工地摔了，老板不管', 'injury'],
    ['天天加班没加班费', 'overtime'],
    ['干了半年不签合同', 'no-contract'],
    ['公司不给交社保', 'insurance'],
    ['怀孕被辞退', 'women'],
    ['你好', undefined],
    ['今天天气不错', undefined],
  ])('%s', (sentence, kind) => expect(kindInWords(sentence)).toBe(kind))
})

describe('dangers in a sentence', () => {
  it.each([
    ['我被老板打了', ['threatened']],
    ['他们打我，头在流血', ['injured', 'threatened']],
    ['把我关在宿舍不让走', ['locked-in']],
    ['厂里有个才14岁的', ['under-16']],
    ['身份证被扣了', ['papers-held']],
    ['不给钱还打我', ['threatened']],
    ['没受伤，可是他们把我关在宿舍', ['locked-in']],
    ['三个月没发工资还扣了身份证', ['papers-held']],
    ['没有人受伤', []],
    ['没人被打，也没有人受伤', []],
    ['受伤的没有', []],
    ['nobody is injured', []],
    ['说好打我卡上，钱没打', []],
    ['打我电话也不说哪天给', []],
    ['打工三个月', []],
    ['一万八', []],
  ])('%s', (sentence, dangers) => expect(dangersInWords(sentence)).toEqual(dangers))
})

describe('a cry for help', () => {
  it.each(readCorpus('cries').map(({ text, expected }) => [text, expected]))('%s', (said, expected) => {
    const dangers = dangersInWords(said).join()
    expect([cryIn(said) ?? 'none', ...(dangers ? [dangers] : [])].join(':')).toBe(expected)
  })
})
