export const formatTime = (date: Date) => date.toISOString()
