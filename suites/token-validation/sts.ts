/** The variant of STS, which takes tokens of the identity pool. */
import { attackOn } from './attack.ts'
import { sts } from './surfaces/sts.ts'

attackOn(sts)
