import { hash, pick } from './random.ts'

/** A name as its bearer writes it, and how it is spelled in an address. */
type Spelled = readonly [native: string, address: string]

interface Script {
  /** Of a hundred people, how many. */
  weight: number
  first: readonly Spelled[]
  last: readonly Spelled[]
  order: 'first-last' | 'last-first' | 'joined'
}

const latin = (text: string): Spelled[] =>
  text.split(' ').map((name) => [
    name,
    name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase(),
  ])

const pairs = (text: string): Spelled[] =>
  text.split(' ').map((pair) => {
    const [native = '', address = ''] = pair.split('=')
    return [native, address]
  })

const scripts: readonly Script[] = [
  {
    weight: 62,
    order: 'first-last',
    first: latin(
      'Anna Bruno Carla David Elena Felix Greta Hugo Ines Jonas Katrin Lukas Maria Noah Olivia Paul Rosa Simon ' +
        'Teresa Viktor Wendy Xavier Yvonne Zoé Aaron Beatriz Chloé Dörte Émile Françoise Gökçe Håkon İpek Jürgen ' +
        'Kateřina Łucja Mårten Nuño Özlem Søren Thandiwe Ulrike Vendula Wiebke Ángel Björn Sinéad Siobhán James ' +
        'Mary Robert Linda Michael Susan William Karen Thomas Emily Daniel Grace',
    ),
    last: latin(
      'Wagner Müller Schmidt Weber Fischer Becker Hoffmann Schäfer Koch Bauer Richter Klein Wolf Neumann Schwarz ' +
        'Zimmermann Krüger Hartmann Lange Krause Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez ' +
        'Hernandez Lopez Gonzalez Wilson Anderson Taylor Moore Jackson Martin Lee Perez Thompson White Harris ' +
        'Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green ' +
        'Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Dvořák Novák Kowalski Wiśniewski Žižek ' +
        'Ştefănescu Ångström Østergaard Peña Muñoz Gonçalves Araújo Lefèvre Garçon Ferrán Yıldırım Şahin Çelik ' +
        'Ó-Briain MacLeod van-Dijk de-Vries',
    ),
  },
  {
    weight: 10,
    order: 'first-last',
    first: pairs(
      'Анна=anna Дмитрий=dmitrij Екатерина=ekaterina Иван=ivan Ольга=olga Сергей=sergej Наталья=natalja ' +
        'Михаил=michail Юлия=julija Андрій=andrij Олена=olena Тарас=taras',
    ),
    last: pairs(
      'Иванова=ivanova Петров=petrov Смирнов=smirnov Кузнецова=kuznecova Соколов=sokolov Шевченко=shevchenko ' +
        'Коваленко=kovalenko Бондаренко=bondarenko Морозов=morozov Волкова=volkova Павлов=pavlov Ђорђевић=djordjevic',
    ),
  },
  {
    weight: 4,
    order: 'first-last',
    first: pairs('Γιώργος=giorgos Μαρία=maria Ελένη=eleni Νίκος=nikos Κατερίνα=katerina Δημήτρης=dimitris'),
    last: pairs(
      'Παπαδόπουλος=papadopoulos Γεωργίου=georgiou Οικονόμου=oikonomou Νικολάου=nikolaou Βασιλείου=vasileiou',
    ),
  },
  {
    weight: 8,
    order: 'joined',
    first: pairs(
      '伟=wei 芳=fang 娜=na 秀英=xiuying 敏=min 静=jing 丽=li 强=qiang 磊=lei 洋=yang 雪梅=xuemei 志明=zhiming',
    ),
    last: pairs(
      '王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 赵=zhao 吴=wu 周=zhou 欧阳=ouyang 司马=sima',
    ),
  },
  {
    weight: 4,
    order: 'last-first',
    first: pairs('さくら=sakura ゆうた=yuta 陽子=yoko 健太=kenta アキラ=akira みどり=midori'),
    last: pairs('佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡辺=watanabe 伊藤=ito 山本=yamamoto'),
  },
  {
    weight: 4,
    order: 'joined',
    first: pairs('민준=minjun 서연=seoyeon 지훈=jihun 수빈=subin 예은=yeeun 도윤=doyun'),
    last: pairs('김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho'),
  },
  {
    weight: 4,
    order: 'first-last',
    first: pairs('محمد=mohammed فاطمة=fatima أحمد=ahmad مريم=maryam خالد=khalid ليلى=layla'),
    last: pairs('الحسن=alhassan النجار=alnajjar حداد=haddad المصري=almasri الخطيب=alkhatib'),
  },
  {
    weight: 2,
    order: 'first-last',
    first: pairs('דוד=david שרה=sarah יוסף=yosef רחל=rachel נועה=noa'),
    last: pairs('כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz'),
  },
  {
    weight: 2,
    order: 'first-last',
    first: pairs('आरव=aarav प्रिया=priya राहुल=rahul अनन्या=ananya विक्रम=vikram'),
    last: pairs('शर्मा=sharma वर्मा=verma सिंह=singh गुप्ता=gupta पटेल=patel'),
  },
]

const byWeight = scripts.flatMap((script) => Array.from({ length: script.weight }, () => script))

export interface Person {
  name: string
  /** The local part of an address, in ASCII. */
  local: string
}

/** The same person for the same two numbers. */
export function personOf(seed: number, n: number): Person {
  const script = pick(byWeight, hash(seed, n, 1))
  const [first, firstSpelled] = pick(script.first, hash(seed, n, 2))
  const [last, lastSpelled] = pick(script.last, hash(seed, n, 3))
  const local = `${firstSpelled}.${lastSpelled}`
  if (script.order === 'joined') return { name: `${last}${first}`, local }
  return { name: script.order === 'first-last' ? `${first} ${last}` : `${last} ${first}`, local }
}

const trades = (
  'Logistics Dental Bakery Robotics Legal Media Energy Textiles Foods Optics Marine Timber Clinics Studios Pharma ' +
  'Motors Glass Farms Insurance Travel Printing Metals Gardens Security Books Coffee Cycles Ceramics'
).split(' ')
const forms = ['GmbH', 'Ltd', 'Inc', 'S.A.', 'AB', 'Oy', 'B.V.', 'LLC', 'AG', 'K.K.']

export function companyOf(seed: number, n: number): { name: string; domain: string } {
  const script = pick(byWeight, hash(seed, n, 5))
  const [name, spelled] = pick(script.last, hash(seed, n, 6))
  const trade = pick(trades, hash(seed, n, 7))
  const form = pick(forms, hash(seed, n, 8))
  return { name: `${name} ${trade} ${form}`, domain: `${spelled}-${trade.toLowerCase()}-${n}.test` }
}
