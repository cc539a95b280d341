// TS9010: `isolatedDeclarations`, which is looked at when nothing else is wrong
export const start = Date.now();
