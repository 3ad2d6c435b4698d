/** Reports are cut where the dates of documents are: administrators in two places look at one number. Decision 132. */
export const REPORT_ZONE = 'UTC';
