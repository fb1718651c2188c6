// SPDX-License-Identifier: Apache-2.0

/** A phone, or a desk at 200 percent and more: list and item take turns. The same width stands in the style sheets. */
export const isNarrowScreen = () => window.matchMedia('(max-width: 720px)').matches
