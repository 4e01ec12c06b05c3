/** A year of the State Council's notice on public holidays: first and last day of each, and the weekend days worked instead. */
type HolidayYear = { off: readonly (readonly [first: string, last: string])[]; worked: readonly string[] }

/** Sources: 国办发明电〔2024〕12号 of 2024-11-12; the notice of 2025-11-04 for 2026. Add a year when its notice is out, usually in November. */
export const holidayYears: Readonly<Record<string, HolidayYear>> = {
  '2025': {
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  '2026': {
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
}
