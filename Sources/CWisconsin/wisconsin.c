#include "CWisconsin.h"

static const unsigned char csv[] = {
#embed "wdbc.csv"
};

const unsigned char *wisconsin_csv(size_t *length) {
    *length = sizeof csv;
    return csv;
}
