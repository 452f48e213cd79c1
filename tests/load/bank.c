#include "bank.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *plugin;
    int in_60, in_20; /* questions of the two tests */
} types[BANK_TYPES] = {
    {"single", "single-choice", 14, 5}, {"multi", "multiple-choice", 8, 3},
    {"number", "numeric", 8, 2},        {"text", "short-text", 6, 2},
    {"truth", "true-false", 6, 2},      {"match", "matching", 6, 2},
    {"order", "ordering", 6, 2},        {"cloze", "cloze", 6, 2},
};

struct bank_item bank[BANK_ITEMS];

/* ---- keys
 * -----------------------------------------------------------------*/

static struct answer answer_of(double worth, const char *form,
                               const char *stored)
{
    struct answer answer = {.worth = worth};

    snprintf(answer.form, sizeof answer.form, "%s", form);
    snprintf(answer.stored, sizeof answer.stored, "%s", stored);
    return answer;
}

static void number_answers(struct answer *a, int n)
{
    snprintf(a[0].form, sizeof a->form, "a.answer=%d%%2C5", 10 + n);
    snprintf(a[0].stored, sizeof a->stored, "{\"answer\":\"%d,5\"}", 10 + n);
    a[0].worth = 1;
    a[1] = answer_of(0, "a.answer=7", "{\"answer\":\"7\"}");
    a[2] = answer_of(0, "a.answer=12345", "{\"answer\":\"12345\"}");
}

static void text_answers(struct answer *a, int n)
{
    snprintf(a[0].form, sizeof a->form, "a.answer=%%C4%%90%%E1%%BB%%8Fa%d", n);
    snprintf(a[0].stored, sizeof a->stored, "{\"answer\":\"Đỏa%d\"}", n);
    a[0].worth = 1;
    a[1] = answer_of(0, "a.answer=xanh", "{\"answer\":\"xanh\"}");
    a[2] = answer_of(0, "a.answer=kh%C3%B4ng+r%C3%B5",
                     "{\"answer\":\"không rõ\"}");
}

static void choice_answers(struct answer *a)
{
    a[0] = answer_of(1, "a.answer=a", "{\"answer\":\"a\"}");
    a[1] = answer_of(0, "a.answer=b", "{\"answer\":\"b\"}");
    a[2] = answer_of(0, "a.answer=d", "{\"answer\":\"d\"}");
}

/* Hits less misses, over what is right. */
static void multi_answers(struct answer *a)
{
    a[0] = answer_of(1, "a.answer=a&a.answer=b", "{\"answer\":[\"a\",\"b\"]}");
    a[1] = answer_of(0.5, "a.answer=b", "{\"answer\":[\"b\"]}");
    a[2] = answer_of(0, "a.answer=b&a.answer=c", "{\"answer\":[\"b\",\"c\"]}");
}

/* Each row counts alike. */
static void truth_answers(struct answer *a)
{
    a[0] = answer_of(1, "a.a=true&a.b=false&a.c=true",
                     "{\"a\":\"true\",\"b\":\"false\",\"c\":\"true\"}");
    a[1] = answer_of(2.0 / 3, "a.a=true&a.b=true&a.c=true",
                     "{\"a\":\"true\",\"b\":\"true\",\"c\":\"true\"}");
    a[2] = answer_of(0, "a.a=false&a.b=true&a.c=false",
                     "{\"a\":\"false\",\"b\":\"true\",\"c\":\"false\"}");
}

static void match_answers(struct answer *a)
{
    a[0] = answer_of(1, "a.l1=r1&a.l2=r2&a.l3=r3",
                     "{\"l1\":\"r1\",\"l2\":\"r2\",\"l3\":\"r3\"}");
    a[1] = answer_of(1.0 / 3, "a.l1=r1&a.l2=r3&a.l3=r4",
                     "{\"l1\":\"r1\",\"l2\":\"r3\",\"l3\":\"r4\"}");
    a[2] = answer_of(0, "a.l1=r2&a.l2=r3&a.l3=r1",
                     "{\"l1\":\"r2\",\"l2\":\"r3\",\"l3\":\"r1\"}");
}

/* Of six pairs those in order, less what chance gives (three), over three. */
static void order_answers(struct answer *a)
{
    a[0] = answer_of(1, "a.s1=1&a.s2=2&a.s3=3&a.s4=4",
                     "{\"s1\":\"1\",\"s2\":\"2\",\"s3\":\"3\",\"s4\":\"4\"}");
    a[1] = answer_of(2.0 / 3, "a.s1=1&a.s2=3&a.s3=2&a.s4=4",
                     "{\"s1\":\"1\",\"s2\":\"3\",\"s3\":\"2\",\"s4\":\"4\"}");
    a[2] = answer_of(0, "a.s1=4&a.s2=3&a.s3=2&a.s4=1",
                     "{\"s1\":\"4\",\"s2\":\"3\",\"s3\":\"2\",\"s4\":\"1\"}");
}

static void cloze_answers(struct answer *a)
{
    a[0] = answer_of(1, "a.g1=ng%E1%BA%AFt&a.g2=giu&a.g3=30",
                     "{\"g1\":\"ngắt\",\"g2\":\"giu\",\"g3\":\"30\"}");
    a[1] = answer_of(1.0 / 3, "a.g1=m%E1%BB%9F&a.g2=giu&a.g3=31",
                     "{\"g1\":\"mở\",\"g2\":\"giu\",\"g3\":\"31\"}");
    a[2] = answer_of(0, "a.g1=m%E1%BB%9F&a.g2=tat&a.g3=31",
                     "{\"g1\":\"mở\",\"g2\":\"tat\",\"g3\":\"31\"}");
}

void bank_make(void)
{
    for (int i = 0; i < BANK_ITEMS; i++) {
        struct answer *a = bank[i].answers;
        snprintf(bank[i].code, sizeof bank[i].code, "%s-%02d",
                 types[i / BANK_EACH].name, i % BANK_EACH);
        switch (i / BANK_EACH) {
        case 0: choice_answers(a); break;
        case 1: multi_answers(a); break;
        case 2: number_answers(a, i % BANK_EACH); break;
        case 3: text_answers(a, i % BANK_EACH); break;
        case 4: truth_answers(a); break;
        case 5: match_answers(a); break;
        case 6: order_answers(a); break;
        default: cloze_answers(a);
        }
    }
}

int bank_find_code(const char *code)
{
    for (int t = 0; t < BANK_TYPES; t++) {
        size_t length = strlen(types[t].name);
        if (!strncmp(code, types[t].name, length) && code[length] == '-')
            return t * BANK_EACH + atoi(code + length + 1);
    }
    return -1;
}

int bank_find(const char *page)
{
    static const char mark[] = "Mã số ";
    const char *at = strstr(page, mark);

    return at ? bank_find_code(at + sizeof mark - 1) : -1;
}

/* ---- the course
 * -----------------------------------------------------------*/

/* ~ is the language, # the number. */
static const char *const bodies[BANK_TYPES] = {
    "<option><id>a</id><text~>Khóa màn hình, mang thẻ theo người</text>"
    "<right>true</right></option>"
    "<option><id>b</id><text~>Quay màn hình vào tường</text></option>"
    "<option><id>c</id><text~>Nhờ người bên cạnh trông hộ</text></option>"
    "<option><id>d</id><text~>Để nguyên, vì chỉ đi vài phút</text></option>",
    "<option><id>a</id><text~>Tên miền lạ</text><right>true</right></option>"
    "<option><id>b</id><text~>Thúc giục làm ngay</text><right>true</right>"
    "</option>"
    "<option><id>c</id><text~>Có lời chào</text></option>"
    "<option><id>d</id><text~>Gửi trong giờ làm việc</text></option>",
    "<answer>#.5</answer><decimals>1</decimals>",
    "<accept><text>đỏa#</text></accept>",
    "<statement><id>a</id><text~>Mỗi hệ thống một mật khẩu.</text>"
    "<right>true</right></statement>"
    "<statement><id>b</id><text~>Quản trị có quyền hỏi mật khẩu.</text>"
    "</statement>"
    "<statement><id>c</id><text~>Cụm từ dài dễ nhớ hơn.</text>"
    "<right>true</right></statement>",
    "<left><id>l1</id><text~>Tệp bị mã hóa</text><goes>r1</goes></left>"
    "<left><id>l2</id><text~>Mất điện thoại</text><goes>r2</goes></left>"
    "<left><id>l3</id><text~>Nhặt được USB</text><goes>r3</goes></left>"
    "<right><id>r1</id><text~>Ngắt mạng, báo đầu mối</text></right>"
    "<right><id>r2</id><text~>Khóa từ xa</text></right>"
    "<right><id>r3</id><text~>Giao bộ phận kỹ thuật</text></right>"
    "<right><id>r4</id><text~>Xóa tệp lạ</text></right>",
    "<step><id>s1</id><text~>Xem nguồn đăng</text><place>1</place></step>"
    "<step><id>s2</id><text~>Xem số, ký hiệu</text><place>2</place></step>"
    "<step><id>s3</id><text~>Xem hiệu lực</text><place>3</place></step>"
    "<step><id>s4</id><text~>Đối chiếu bản gốc</text><place>4</place></step>",
    "<text~>Hãy [[g1]] mạng, [[g2]] nguồn máy, báo trong [[g3]].</text>"
    "<gap><id>g1</id><kind>text</kind><accept><text>ngắt</text></accept>"
    "<label~>Việc với mạng</label></gap>"
    "<gap><id>g2</id><kind>list</kind>"
    "<option><id>giu</id><text~>giữ</text><right>true</right></option>"
    "<option><id>tat</id><text~>tắt</text></option></gap>"
    "<gap><id>g3</id><kind>number</kind><answer>30</answer>"
    "<unit~>phút</unit></gap>",
};

static FILE *open_in(const char *folder, const char *name)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(2);
    }
    return file;
}

static void put_body(FILE *file, const char *body, int n)
{
    for (; *body; body++)
        if (*body == '~')
            fputs(" xml:lang=\"vi\"", file);
        else if (*body == '#')
            fprintf(file, "%d", n);
        else
            fputc(*body, file);
}

static void write_bank(const char *folder)
{
    FILE *file = open_in(folder, "bank.xml");

    fputs("<bank id=\"tai\" version=\"1\"><title xml:lang=\"vi\">Thử tải"
          "</title>\n",
          file);
    for (int t = 0; t < BANK_TYPES; t++)
        fprintf(file,
                "<topic id=\"%s\"><title xml:lang=\"vi\">%s</title></topic>\n",
                types[t].name, types[t].plugin);
    for (int i = 0; i < BANK_ITEMS; i++) {
        int t = i / BANK_EACH, n = i % BANK_EACH;
        fprintf(file,
                "<item id=\"%s\" type=\"khoa.%s\" topic=\"%s\" level=\"1\" "
                "competency=\"4.1\" version=\"1\">"
                "<prompt xml:lang=\"vi\">Mã số %s. Trong một buổi làm việc ở "
                "bộ phận một cửa, bạn gặp tình huống thứ %d; hãy trả lời theo "
                "quy định của cơ quan.</prompt>",
                bank[i].code, types[t].plugin, types[t].name, bank[i].code, n);
        put_body(file, bodies[t], t == 2 ? 10 + n : n);
        fputs("</item>\n", file);
    }
    fputs("</bank>\n", file);
    fclose(file);
}

static void write_test(const char *folder, bool long_one)
{
    const char *id = long_one ? "tai-60" : "tai-20";
    FILE *file = open_in(folder, long_one ? "tai-60.xml" : "tai-20.xml");

    fprintf(file,
            "<test id=\"%s\" version=\"1\"><title xml:lang=\"vi\">%s</title>"
            "<limit minutes=\"60\"/><pass percent=\"50\"/>"
            "<numbers decimal=\"comma\"/><attempts most=\"1\"/>"
            "<shuffle questions=\"yes\" options=\"yes\"/>"
            "<section id=\"s1\"><title xml:lang=\"vi\">Phần một</title>\n",
            id, id);
    for (int t = 0; t < BANK_TYPES; t++)
        fprintf(file,
                "<draw bank=\"tai\" topic=\"%s\" count=\"%d\" points=\"1\"/>\n",
                types[t].name, long_one ? types[t].in_60 : types[t].in_20);
    fputs("</section><review><score when=\"handed-in\"/>"
          "<answers when=\"handed-in\"/></review></test>\n",
          file);
    fclose(file);
}

void bank_write(const char *folder)
{
    FILE *file = open_in(folder, "course.xml");

    fputs("<course id=\"tai\" version=\"1\" hours=\"1\">"
          "<title xml:lang=\"vi\">Thử tải</title>"
          "<summary xml:lang=\"vi\">Để đo xem máy chịu được bao nhiêu."
          "</summary><part id=\"p1\"><title xml:lang=\"vi\">Phần một</title>"
          "<lesson id=\"mo-dau\" file=\"mo-dau\" minutes=\"1\">"
          "<title xml:lang=\"vi\">Mở đầu</title></lesson></part>"
          "<bank file=\"bank.xml\"/><test file=\"tai-60.xml\"/>"
          "<test file=\"tai-20.xml\"/></course>\n",
          file);
    fclose(file);
    file = open_in(folder, "mo-dau.vi.md");
    fputs("# Mở đầu\n\nBài này chỉ để đo.\n", file);
    fclose(file);
    write_bank(folder);
    write_test(folder, true);
    write_test(folder, false);
}
