// chrono-node, English, against noon of the document's day. What it is certain of is written as a year, month, day or time of
// day, and the week where the words say "week"; of a range it writes where that begins.
'use strict'
const readline = require('node:readline')
const chrono = require('chrono-node')

const pad = (number) => String(number).padStart(2, '0')

function week (date) {
  const thursday = new Date(date.getTime() + (3 - (date.getUTCDay() + 6) % 7) * 86400000)
  const year = thursday.getUTCFullYear()
  return `${year}-W${pad(1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / 604800000))}`
}

function write (start, words) {
  const get = (part) => start.get(part)
  const year = String(get('year')).padStart(4, '0')
  const day = `${year}-${pad(get('month'))}-${pad(get('day'))}`
  if (start.isCertain('hour')) return `${day}T${pad(get('hour'))}:${pad(get('minute'))}`
  if (/\bweeks?\b/i.test(words)) return week(new Date(day))
  if (start.isCertain('day') || start.isCertain('weekday')) return day
  return start.isCertain('month') ? `${year}-${pad(get('month'))}` : start.isCertain('year') ? year : day
}

function find (text, dct) {
  const reference = dct === null ? undefined : new Date(`${dct}T12:00:00`)
  return chrono.parse(text, reference).map(({ index, text: words, start }) => {
    const value = write(start, words)
    const before = [...text.slice(0, index)].length
    return { start: before, end: before + [...words].length, type: value.includes('T') ? 'TIME' : 'DATE', value }
  })
}

console.log(JSON.stringify({ version: require(`${process.env.NODE_PATH}/chrono-node/package.json`).version }))
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line)
  const begun = process.cpuUsage()
  let answer
  try {
    answer = { times: find(asked.text, asked.dct) }
  } catch (error) {
    answer = { error: String(error) }
  }
  const spent = process.cpuUsage(begun)
  console.log(JSON.stringify({ ...answer, cpu: (spent.user + spent.system) / 1e6 }))
})
