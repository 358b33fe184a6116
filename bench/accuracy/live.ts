export const runLive = async (_: { services: number; seed: number; note: (text: string) => void }): Promise<string> => '';
