// SPDX-License-Identifier: Apache-2.0
export const unique = (list: string[]) => [...new Set(list)]
