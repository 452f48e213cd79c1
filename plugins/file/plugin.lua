-- A file that a person opens and marks: a table made in a spreadsheet, a letter,
-- a scan. The rubric is for who marks.
return {
  api = 1, kind = "question", id = "khoa.file", version = "1.0.0",
  title = { vi = "Nộp tệp", en = "Hand in a file" },

  fields = {
    prompt    = { type = "markdown", required = true, translate = true },
    kind      = { type = "list", required = true, of = { type = "enum", values = {
      "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "png", "jpg", "zip" } } },
    megabytes = { type = "integer", min = 1, max = 20, default = 10 },
    rubric    = { type = "markdown", translate = true, secret = true },
  },

  parts = { file = { weight = 1 } },

  inputs = function(item)
    return { file = { type = "file", kinds = item.kind, most = item.megabytes, label = { vi = "Tệp bài làm", en = "Your file" } } }
  end,

  render = function(item, params, ui)
    return ui.group { ui.markdown(item.prompt), ui.file("file") }
  end,

  grade = function() return { file = { needs_human = true } } end,

  model = function(item) return { file = "–." .. item.kind[1] } end,

  explain = function(item, params, truth, response, ui)
    if item.rubric then return ui.markdown(item.rubric) end
  end,

  check = function(item)
    if not item.rubric then
      return { rubric = { vi = "Người chấm cần biết chấm thế nào: hãy viết rubric.", en = "Whoever marks needs to know how: write a rubric." } }
    end
  end,

  tests = {
    { name = "a file waits for a person",
      item = { prompt = { vi = "Nộp bảng tính.", en = "Hand in the spreadsheet." }, kind = { "xlsx", "ods" },
               rubric = { vi = "Công thức đúng: 1.", en = "The right formula: 1." } },
      response = { file = ("0"):rep(64) .. " 2048 bảng theo dõi.XLSX" }, outcome = "needs_human" },
    { name = "another kind of file",
      item = { prompt = { vi = "Nộp.", en = "Hand in." }, kind = { "pdf" }, rubric = { vi = "Một.", en = "One." } },
      response = { file = ("0"):rep(64) .. " 2048 bai.exe" }, invalid = { "file" }, expect = { file = 0 } },
    { name = "too large",
      item = { prompt = { vi = "Nộp.", en = "Hand in." }, kind = { "pdf" }, megabytes = "1", rubric = { vi = "Một.", en = "One." } },
      response = { file = ("0"):rep(64) .. " 1000001 bai.pdf" }, invalid = { "file" } },
    { name = "no file",
      item = { prompt = { vi = "Nộp.", en = "Hand in." }, kind = { "pdf" }, rubric = { vi = "Một.", en = "One." } },
      response = {}, expect = { file = 0 }, class = { file = "blank" } },
    { name = "without a rubric nobody could mark it", item = { prompt = { vi = "Nộp.", en = "Hand in." }, kind = { "pdf" } }, refused = { "rubric" } },
  },
}
