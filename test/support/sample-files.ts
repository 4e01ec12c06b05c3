/** The smallest files of each kind that are what they say, by their proper type. */
export const sampleFiles: Record<string, { name: string; bytes: Buffer }> = {
  'image/jpeg': {
    name: '工资条.jpg',
    bytes: base64(
      '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
    ),
  },
  'image/png': {
    name: 'a.png',
    bytes: base64('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  },
  'image/webp': { name: 'a.webp', bytes: base64('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA') },
  'image/heic': { name: 'IMG_0001.HEIC', bytes: boxes(['ftyp', 'heic\0\0\0\0mif1heic'], ['meta', '\0\0\0\0']) },
  'application/pdf': {
    name: '合同.pdf',
    bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  },
  'audio/mpeg': { name: 'a.mp3', bytes: Buffer.concat([mp3Frame(), mp3Frame(), mp3Frame()]) },
  'video/mp4': {
    name: 'a.mp4',
    bytes: boxes(['ftyp', 'isom\0\0\x02\0isomiso2mp41'], ['free', ''], ['mdat', 'abcdefgh']),
  },
}

function base64(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

/** Boxes of the ISO media format: length, name, content. */
function boxes(...list: [string, string][]): Buffer {
  return Buffer.concat(
    list.map(([name, content]) => {
      const box = Buffer.from(`\0\0\0\0${name}${content}`, 'latin1')
      box.writeUInt32BE(box.length)
      return box
    }),
  )
}

/** A silent frame: MPEG 1 layer III, 128 kbit/s, 44.1 kHz. */
function mp3Frame(): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x64])
  return frame
}
