import type { Prng } from './prng.ts'

export interface PersonName {
  name: string
  /** For the address, in plain letters. */
  mailbox: string
}

type Part = readonly [written: string, plain: string]
interface Script {
  weight: number
  given: readonly Part[]
  family: readonly Part[]
  /** Family name first and no space between. */
  isJoined?: true
}

const plain = (text: string): Part[] =>
  text.split(' ').map((word) => [word, word.normalize('NFD').replace(/[^A-Za-z]/g, '')])
const pairs = (text: string): Part[] =>
  text.split(' ').map((word) => {
    const [written = '', mailbox = ''] = word.split('=')
    return [written, mailbox] as const
  })

const scripts: readonly Script[] = [
  {
    weight: 58,
    given: plain(
      'Ana Beatriz Carla Daniela Emma Farah Greta Hanna Ilse Julia Karin Leonie Maja Nora Olivia Petra Renée Sofía Tamsin Ursula Vera Wilma Yara Zoë Adrian Björn Ciarán Diego Elias Felix Gustavo Henrik Ivo Jan Kwame Lukas Mateo Niamh Oskar Pablo Quentin Rafael Seán Tomás Uwe Viktor William Xavier Yusuf Zachary',
    ),
    family: plain(
      'Almeida Bakker Côté Dupont Eriksson Fernández García Hughes Ibáñez Jensen Kowalska Larsen Müller Nowak Okafor Petersen Quinn Rossi Schäfer Teixeira Ueland Visser Weber Ximenes Yılmaz Zieliński Andersen Byrne Castillo Dlamini Ekström Ferrari Gruber Hansen Ivarsson Jónsdóttir Keller Lindqvist Moreau Novák Olsen Pereira Reyes Silva Tóth',
    ),
  },
  {
    weight: 8,
    given: pairs(
      'Анна=anna Борис=boris Вера=vera Дмитрий=dmitry Елена=elena Иван=ivan Марія=mariia Олена=olena Тарас=taras Софія=sofiia',
    ),
    family: pairs(
      'Коваленко=kovalenko Шевченко=shevchenko Бондар=bondar Петренко=petrenko Иванов=ivanov Мороз=moroz Лысенко=lysenko Ткачук=tkachuk',
    ),
  },
  {
    weight: 8,
    given: pairs(
      'أحمد=ahmad فاطمة=fatima ليلى=layla يوسف=yousef مريم=maryam عمر=omar نور=nour سارة=sara خالد=khaled هدى=huda',
    ),
    family: pairs(
      'الحسن=alhassan منصور=mansour حداد=haddad الخطيب=alkhatib نجار=najjar سليمان=suleiman عباس=abbas كنعان=kanaan',
    ),
  },
  {
    weight: 5,
    given: pairs(
      'Ελένη=eleni Γιώργος=giorgos Μαρία=maria Νίκος=nikos Κατερίνα=katerina Δημήτρης=dimitris Σοφία=sofia',
    ),
    family: pairs(
      'Παπαδόπουλος=papadopoulos Νικολάου=nikolaou Γεωργίου=georgiou Ιωάννου=ioannou Αλεξίου=alexiou',
    ),
  },
  {
    weight: 5,
    given: pairs('נועה=noa יונתן=yonatan תמר=tamar דוד=david שירה=shira איתן=eitan מיכל=michal'),
    family: pairs('כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz ביטון=biton אברהם=avraham'),
  },
  {
    weight: 9,
    given: pairs(
      '秀英=xiuying 伟=wei 芳=fang 敏=min 静=jing 磊=lei 洋=yang 晓明=xiaoming 美玲=meiling 健=jian',
    ),
    family: pairs('王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 周=zhou 吴=wu'),
    isJoined: true,
  },
  {
    weight: 7,
    given: pairs(
      'अर्जुन=arjun प्रिया=priya रोहन=rohan अंजलि=anjali विक्रम=vikram दीपा=deepa कविता=kavita संजय=sanjay',
    ),
    family: pairs('शर्मा=sharma वर्मा=verma गुप्ता=gupta पटेल=patel सिंह=singh जोशी=joshi मेहता=mehta'),
  },
]

// Each as often as it weighs.
const weighted = scripts.flatMap((script) => Array.from({ length: script.weight }, () => script))

export function personName(prng: Prng): PersonName {
  const script = prng.pick(weighted)
  const [given, givenPlain] = prng.pick(script.given)
  const [family, familyPlain] = prng.pick(script.family)
  return {
    name: script.isJoined ? `${family}${given}` : `${given} ${family}`,
    mailbox: `${givenPlain}.${familyPlain}`.toLowerCase(),
  }
}

const first =
  'Amber Birch Cedar Copper Coral Elm Falcon Fern Granite Harbour Hazel Heron Indigo Ivory Juniper Kestrel Lantern Larch Linden Maple Marble Meadow Mill Nettle Oak Olive Orchid Otter Pebble Pine Quarry Quill River Rowan Saffron Sable Silver Slate Sparrow Stone Summit Swift Tamarisk Teal Thistle Timber Umber Vale Willow Wren'.split(
    ' ',
  )
const second =
  'brook bridge field ford gate haven hill lake mere moor port ridge shore side stead stone view ward water wood'.split(
    ' ',
  )
const trade = [
  'Architects',
  'Bakery',
  'Clinics',
  'Dental Group',
  'Energy',
  'Estates',
  'Foods',
  'Freight',
  'Hotels',
  'Insurance',
  'Law',
  'Logistics',
  'Museum',
  'Optics',
  'Orchestra',
  'Pharmacies',
  'Robotics',
  'Schools',
  'Shipping',
  'Studios',
  'Textiles',
  'Travel',
  'Veterinary',
  'Vineyards',
]

/** Different for each `index` up to twenty-four thousand: each lap through the words takes the next trade. */
export function businessName(index: number): string {
  const pairsOfWords = first.length * second.length
  const lap = Math.floor(index / pairsOfWords)
  // 7919 is prime, so its multiples visit every pair before one comes again.
  const spread = (index * 7919) % pairsOfWords
  const words = `${first[spread % first.length]}${second[Math.floor(spread / first.length)]}`
  return `${words} ${trade[(spread + lap) % trade.length]}`
}
