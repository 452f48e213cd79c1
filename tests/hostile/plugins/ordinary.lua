-- What every hostile plugin begins with: a question that does no harm.
return {
  api = 1, kind = "question", id = "vn.test.ordinary", version = "1",
  title = { vi = "Thường", en = "Ordinary" },
  fields = { prompt = { type = "markdown", required = true, translate = true }, key = { type = "text", secret = true } },
  parts = { answer = { weight = 1 } },
  inputs = function()
    return { answer = { type = "text", max = 100, label = { vi = "Câu trả lời", en = "Your answer" } } }
  end,
  render = function(item, params, ui) return ui.group { ui.markdown(item.prompt), ui.short("answer") } end,
  grade = function(item, params, truth, response)
    return { answer = { score = response.answer == item.key and 1 or 0, class = "seen" } }
  end,
  model = function(item) return { answer = item.key } end,
  tests = { { item = { prompt = { vi = "Gì?", en = "What?" }, key = "k" }, response = { answer = "k" }, expect = { answer = 1 } } },
}
