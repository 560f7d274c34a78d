import { describe, expect, test } from 'vitest'
import { decodeFile, looksLikeTable, mostAtOnce, readTable } from './table-file.ts'

describe('reading a file of people', () => {
  test('columns are found by their headings, in any order and spelling', () => {
    const file = readTable(
      'Name,E-Mail Address,ROLE,Apps,End_Date,Phone\nAna,ana@x.test,Viewer,payroll,2027-01-31,1\n',
    )
    expect(file).toEqual({
      rows: [
        {
          id: 0,
          line: 2,
          email: 'ana@x.test',
          name: 'Ana',
          role: 'Viewer',
          applications: 'payroll',
          endsOn: '2027-01-31',
        },
      ],
      leftOut: null,
      ignored: ['Phone'],
    })
  })

  test('semicolons, tabs, a mark of the coding and a named separator are read as spreadsheets write them', () => {
    expect(readTable('\ufeffname;email\r\nBo;bo@x.test\r\n')?.rows).toMatchObject([
      { name: 'Bo', email: 'bo@x.test' },
    ])
    expect(readTable('email\tname\nbo@x.test\tBo')?.rows).toMatchObject([{ name: 'Bo', email: 'bo@x.test' }])
    expect(readTable('sep=|\nemail|name\nbo@x.test|Bo')?.rows).toMatchObject([{ name: 'Bo', line: 3 }])
  })

  test('quoted cells may hold separators, quotes and line breaks', () => {
    const file = readTable(
      'email,name,applications\n"a@x.test","Ruiz, ""Ana""\nJr","payroll,books"\nb@x.test,Bo,\n',
    )
    expect(file?.rows).toMatchObject([
      { email: 'a@x.test', name: 'Ruiz, "Ana"\nJr', applications: 'payroll,books', line: 2 },
      { email: 'b@x.test', line: 4 },
    ])
  })

  test('a quote that is never closed swallows no line that follows', () => {
    const file = readTable('email,name\na@x.test,"Ana\nb@x.test,Bo\nc@x.test,Cy')
    expect(file?.rows.map(({ email }) => email)).toEqual(['a@x.test', 'b@x.test', 'c@x.test'])
  })

  test('without headings the column with addresses is found', () => {
    expect(readTable('Ana,ana@x.test\nBo,bo@x.test')?.rows).toMatchObject([
      { line: 1, name: 'Ana', email: 'ana@x.test' },
      { line: 2, name: 'Bo', email: 'bo@x.test' },
    ])
    expect(readTable('ana,viewer\nbo,admin')).toBeNull()
    expect(readTable('')).toBeNull()
    expect(readTable('\n,,\n')).toBeNull()
  })

  test('lines beyond what can be sent at once are left out, and it says from where on', () => {
    const text = `email\n${Array.from({ length: 10_000 }, (_, n) => `p${n}@x.test`).join('\n')}`
    const file = readTable(text)
    expect(file?.rows).toHaveLength(mostAtOnce)
    expect(file?.leftOut).toEqual({ count: 9500, from: 502 })
  })

  test('a heading twice counts once, and a name of the language is no heading', () => {
    expect(readTable('email,email,constructor,__proto__\na@x.test,b@x.test,1,2')).toMatchObject({
      rows: [{ email: 'a@x.test' }],
      ignored: ['email', 'constructor', '__proto__'],
    })
  })

  test('a pasted table is told from a list of addresses', () => {
    expect(looksLikeTable('email,role\na@x.test,viewer')).toBe(true)
    expect(looksLikeTable('Name\tE-mail\nAna\ta@x.test')).toBe(true)
    expect(looksLikeTable('a@x.test, b@x.test')).toBe(false)
    expect(looksLikeTable('email')).toBe(false)
  })

  test('every coding that spreadsheets save in is read', () => {
    const utf16 = (text: string) =>
      [...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])
    expect(decodeFile(new TextEncoder().encode('\ufeffJürgen'))).toBe('Jürgen')
    expect(decodeFile(Uint8Array.from([0xff, 0xfe, ...utf16('Jürgen')]))).toBe('Jürgen')
    expect(decodeFile(Uint8Array.from([0x4a, 0xfc, 0x72]))).toBe('Jür')
  })
})
