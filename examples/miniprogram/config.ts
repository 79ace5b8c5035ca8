/** The reference backend of this repository, as `npm start` runs it. */
export const baseURL = 'http://127.0.0.1:8080'
