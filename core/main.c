#include <stdio.h>

int main(void)
{
    puts("khoa " KHOA_VERSION);
    return 0;
}
