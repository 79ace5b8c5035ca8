/**
 * Libraries that the registry does not have: the same scenarios, run once by hand against another fake wx, on a real
 * clock. What was not run is left out.
 */
export const RECORDED = [
  {
    name: 'weRequest 1.8, `catchError` †',
    cells: {
      A: '1/11',
      B: '1/21',
      B2: '5/25',
      C: '2/6',
      C2: '3/17',
      E: '3/7',
      D1: '10 reject',
      D3: '10 reject',
      D5: '10 hang, next hangs',
      F: 'token sent',
      K: '25',
      S6: '60 logins',
    },
    added: '1.8–2.0',
    microtasks: 4,
    minified: 20_300,
    gzip: 5126,
  },
  {
    name: 'weRequest 1.8, default †',
    cells: {
      A: '1/11',
      B: '1/21',
      B2: '5/25',
      C: '2/6',
      C2: '3/17',
      E: '3/7, 1 hang',
      D1: '10 hang',
      D3: '10 hang',
      D5: '10 hang',
      F: 'token sent',
      K: '25',
    },
  },
  {
    name: 'mp-req 1.0 †',
    cells: {
      A: '1/11',
      B: '1/21',
      B2: '5/25',
      C: '2/6',
      C2: '3/17',
      E: 'the refusal as success',
      D1: '10 reject',
      D3: '10 reject',
      D5: '10 hang, next hangs',
      F: 'token sent',
      K: '25',
    },
  },
]
