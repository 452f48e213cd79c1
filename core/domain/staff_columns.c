#include "domain/staff_file.h"

#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

/* Headings that mean the column, folded, beside its id: " | " between them. */
static const struct {
    const char *id, *headings;
} columns[STAFF_COLUMNS] = {
    [STAFF_SO_HIEU] = {"so_hieu", "so hieu|so hieu cbccvc|so hieu cong chuc|"
                                  "so hieu vien chuc|staff number"},
    [STAFF_MA_HO_SO] = {"ma_ho_so", "ma ho so|ma dinh danh ho so|dossier id"},
    [STAFF_CCCD] = {"cccd", "so cccd|so dinh danh ca nhan|can cuoc cong dan|"
                            "so can cuoc|so dinh danh ca nhan cccd|"
                            "personal identity number|national id"},
    [STAFF_HO_TEN] = {"ho_ten", "ho ten|ho va ten|full name|name"},
    [STAFF_HO_DEM] = {"ho_dem", "ho dem|ho va dem|ho va ten dem|ho ten dem"},
    [STAFF_HO] = {"ho", "family name|surname"},
    [STAFF_TEN_DEM] = {"ten_dem", "ten dem|dem|middle name"},
    [STAFF_TEN] = {"ten", "given name"},
    [STAFF_NGAY_SINH] = {"ngay_sinh", "ngay sinh|ngay thang nam sinh|"
                                      "date of birth|birth date"},
    [STAFF_GIOI_TINH] = {"gioi_tinh", "gioi tinh|gender|sex"},
    [STAFF_LOAI] = {"loai", "loai cbccvc|doi tuong|kind"},
    [STAFF_XUNG_HO] = {"xung_ho", "xung ho|address as"},
    [STAFF_EMAIL] = {"email", "thu dien tu|e mail"},
    [STAFF_MA_DON_VI] = {"ma_don_vi", "ma don vi|ma dinh danh don vi|"
                                      "ma don vi dinh danh dien tu|unit code"},
    [STAFF_DON_VI] = {"don_vi", "don vi|don vi nay|don vi hien tai|"
                                "don vi cong tac|co quan|unit"},
    [STAFF_PHONG] = {"phong", "phong ban|bo phan|phong bo phan|division"},
    [STAFF_CHUC_VU] = {"chuc_vu", "chuc vu|chuc danh|chuc vu chuc danh|"
                                  "job title|title"},
    [STAFF_MA_NGACH] = {"ma_ngach", "ma ngach|ma ngach hang cdnn|ngach|"
                                    "rank code"},
    [STAFF_VTVL] = {"vtvl", "ma vtvl|vi tri viec lam|ma vi tri viec lam|"
                            "position|position code"},
    [STAFF_TEN_VTVL] = {"ten_vtvl",
                        "ten vtvl|ten vi tri viec lam|position name"},
    [STAFF_NHOM_NV] = {"nhom_nv", "nhom nv|nhom nhiem vu|ma nhom nhiem vu|"
                                  "nhom nhiem vu tuong dong|duty group"},
    [STAFF_TEN_NHOM_NV] = {"ten_nhom_nv", "ten nhom nv|ten nhom nhiem vu|"
                                          "duty group name"},
    [STAFF_KIEM_NHIEM] = {"kiem_nhiem", "kiem nhiem|concurrent"},
    [STAFF_TU_NGAY] = {"tu_ngay", "tu ngay|hieu luc tu|from"},
    [STAFF_NGHI_TU] = {"nghi_tu", "nghi tu|nghi tu ngay|thoi viec tu|left on"},
};

const char *staff_column_name(enum staff_column column)
{
    return columns[column].id;
}

const char *staff_plain(struct arena *arena, const char *text)
{
    const char *folded = text_fold(arena, text);
    char *out = arena_alloc(arena, strlen(folded) + 1), *to = out;

    for (; *folded; folded++)
        if ((*folded >= 'a' && *folded <= 'z') ||
            (*folded >= '0' && *folded <= '9'))
            *to++ = *folded;
        else if (to > out && to[-1] != ' ')
            *to++ = ' ';
    if (to > out && to[-1] == ' ')
        to--;
    *to = '\0';
    return out;
}

static bool among(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = list; n && (at = strstr(at, word)); at += n)
        if ((at == list || at[-1] == '|') && (at[n] == '|' || !at[n]))
            return true;
    return false;
}

enum staff_column staff_column_of(struct arena *arena, const char *heading)
{
    const char *plain = staff_plain(arena, heading);

    for (enum staff_column c = 0; c < STAFF_COLUMNS; c++)
        if (!strcmp(plain, staff_plain(arena, columns[c].id)) ||
            among(columns[c].headings, plain))
            return c;
    return STAFF_COLUMNS;
}
