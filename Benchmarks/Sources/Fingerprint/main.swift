// A digest of results' bits a line, for `scripts/bench --fingerprint`: what training, random numbers and loading give.
// It keeps to API that hardly changes, for it is built with older commits too.
import Kindling

trainingLines()
randomLines()
loadingLines()
