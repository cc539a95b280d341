// TS2375: `exactOptionalPropertyTypes`
export const options: { page?: number } = { page: undefined };
