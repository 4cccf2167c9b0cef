import Foundation
import Kindling
import Testing

@Suite("The page that report writes")
struct ReportPageTests {
    /// A small validation.
    private static let dealing = "--folds 2 --repeats 2"

    private static let page = Result {
        let folder = try Folder()
        try folder.write(Model.bytes(), to: "model")
        let result = try App.succeed("report --model model --output page.html \(dealing)", in: folder)
        #expect(result.output == "report written to page.html\n")
        return try folder.text("page.html")
    }

    private func page() throws -> String { try ReportPageTests.page.get() }

    /// The contents of the elements with this name, without tags.
    private func texts(_ element: String, in page: String) throws -> [String] {
        page.matches(of: try Regex("<\(element)( [^>]*)?>(.*?)</\(element)>").dotMatchesNewlines()).map {
            String($0.output[2].substring ?? "").replacing(/<[^>]*>/, with: "")
        }
    }

    @Test("It has all sections, in order")
    func sections() throws {
        let headings = try texts("h2", in: page())
        #expect(headings == ["Model card", "Data", "Training", "Validation", "What the model looks at", "TRIPOD+AI"])
        let parts = try texts("h3", in: page())
        #expect(
            parts == [
                "Limits", "Discrimination", "Calibration and net benefit", "Would more patients help?", "Weights of this model",
            ])
        #expect(try !page().contains("Not reported.</strong>"))
    }

    @Test("It says what the model is for, where it ends, and which data it is from")
    func card() throws {
        let page = try page()
        for text in [
            "A demonstration, not a medical device", "No external validation", "One hospital", "early 1990s", "Intended use",
            "569, one row each", "212 (37.3\u{a0}%)", "doi:10.24432/C5DW2B",
        ] { #expect(page.contains(text), "\(text)") }
        let folder = try Folder()
        try folder.write(Model.bytes(), to: "model")
        let hash = try App.shell("sha256sum model", in: folder).output.prefix(64)
        #expect(hash.count == 64 && page.contains(hash))
    }

    @Test("Its figures are those of validate with the same folds")
    func figures() throws {
        struct Validation: Decodable {
            struct Figures: Decodable { let auroc: Figure }
            struct Figure: Decodable { let mean: Double }
            let figures: Figures
        }
        // As the model was trained.
        let arguments = "validate --epochs 5 --optimizer sgd --json \(ReportPageTests.dealing)"
        let validation: Validation = try App.succeed(arguments, in: Folder()).decode()
        let rows = try texts("tr", in: page())
        let row = try #require(rows.first { $0.hasPrefix("AUROC") })
        // The lesson's recipe monitors no rows of its own, so that the figures are close, not equal.
        let mean = try #require(Double(row.dropFirst("AUROC".count).prefix(6)))
        #expect(abs(mean - validation.figures.auroc.mean) < 0.01)
    }

    @Test("It is one file: nothing in it is from elsewhere, and nothing in it runs")
    func selfContained() throws {
        let page = try page()
        for text in ["http:", "https:", "src=", "@import", "url(", "<script", "<link", "<iframe"] {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(try texts("a", in: page).count == page.matches(of: /href="#[a-z]+"/).count)
    }

    @Test("It can be read by machines: a language, headings in order, and pictures with names")
    func accessible() throws {
        let page = try page()
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""))
        let levels = page.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
        #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
        let pictures = page.matches(of: /<svg [^>]*role="img"[^>]*>\n<title>[^<]+<\/title>\n<desc>[^<]+<\/desc>/)
        #expect(pictures.count == 8 && page.matches(of: /<svg/).count == 8)
        #expect(page.contains("prefers-color-scheme:dark") && page.contains("@media print"))
        // Each element that is opened is closed.
        for element in ["section", "table", "tr", "td", "dl", "div", "figure", "svg", "g", "details", "ol", "ul", "li", "p"] {
            let (opened, closed) = (
                page.matches(of: try Regex("<\(element)[ >]")), page.matches(of: try Regex("</\(element)>"))
            )
            #expect(opened.count == closed.count, "\(element)")
        }
    }

    @Test("The 27 items of TRIPOD+AI are there, answered or marked")
    func tripod() throws {
        let table = try #require(try texts("table", in: page()).last)
        let numbers = table.matches(of: /\n(\d+)([a-g]?)[A-Z]/).compactMap { Int($0.output.1) }
        #expect(Set(numbers) == Set(1...27) && numbers.count == 52)
        #expect(try page().matches(of: /<span class="status">not reported<\/span>/).count > 5)
    }

    @Test(
        "Every architecture has its page",
        arguments: [
            ("--architecture interactions --epochs 2", "products of all pairs"),
            ("--architecture mlp --hidden 4 --epochs 2", "multilayer perceptron"),
            ("--ensemble 3 --epochs 2 --calibrate --coverage 0.8 --missed-cost 20", "Coverage of prediction sets"),
            ("--augment mixup=0.2 --schedule cosine --weight-decay 0.1 --epochs 2", "mixup"),
            ("--optimizer lbfgs --epochs 2 --no-early-stopping", "all rows at once"),
        ])
    func architectures(options: String, text: String) throws {
        let folder = try Folder()
        _ = try App.succeed("train \(options) --output model", in: folder)
        _ = try App.succeed("report --model model --output page.html --folds 2 --repeats 1", in: folder)
        let page = try folder.text("page.html")
        #expect(page.contains(text) && !page.contains("Not reported.</strong>"))
        #expect(page.contains("Weights of this model") == !options.contains("mlp"))
    }

    @Test("Names from outside are text, whatever they hold")
    func hostile() throws {
        let name = "<script>alert(1)<\u{201d}&\"'>.csv"
        let folder = try Folder([name: Wisconsin.changed { $0[1][1] = "17.98" }])
        let model = "<img src=x onerror=alert(2)>\u{7}"
        var result = try App.run(["train", "--data", name, "--epochs", "2", "--output", model], in: folder)
        #expect(result.status == 0)
        result = try App.run(
            ["report", "--model", model, "--data", name, "--output", "page.html", "--folds", "2", "--repeats", "1"], in: folder)
        #expect(result.status == 0 && result.errors == "")
        let page = try folder.text("page.html")
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("\u{7}"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;\u{201d}&amp;&quot;&#39;&gt;.csv"))
        #expect(page.contains("&lt;img src=x onerror=alert(2)&gt;\u{fffd}"))
        // Nothing is claimed of data that nothing is known of.
        #expect(!page.contains("One hospital") && page.contains("Not known of this file."))
    }

    // MARK: what is missing

    @Test("A file of version 1 does not say how it was trained: the page says so, and so does a line of standard error")
    func version1() throws {
        let folder = try Folder()
        let bytes = try Model.changed { contents in
            contents.metadata["version"] = "1"
            for key in ["recipe", "record", "members"] { contents.metadata[key] = nil }
            for (name, tensor) in contents.tensors where name.hasPrefix("members.0.") {
                contents.tensors[name] = nil
                contents.tensors[String(name.dropFirst("members.0.".count))] = tensor
            }
            for name in ["range.minimum", "range.maximum"] { contents.tensors[name] = nil }
        }
        try folder.write(bytes, to: "old")
        let result = try App.run("report --model old --output page.html", in: folder)
        #expect(result.status == 0 && result.errors.split(separator: "\n").count == 1)
        #expect(result.errors.hasPrefix("CancerApp: old: the file does not say how and on what the model was trained"))
        let page = try folder.text("page.html")
        #expect(page.matches(of: /Not reported.<\/strong>/).count == 4)
        #expect(page.contains("Weights of this model"))
        let refused = try App.run(
            "report --model old --data other.csv --output page.html", in: Folder(["other.csv": Wisconsin.text]))
        #expect(refused.status != 0)
    }

    @Test("Without the data that the model was trained on, the page lacks what needs them; other data are refused")
    func otherData() throws {
        let folder = try Folder([
            "mine.csv": Wisconsin.changed { $0[1][1] = "17.98" }, "other.csv": Wisconsin.text,
            // In another form, of which there is something to say where it is not refused.
            "tabs.csv": Wisconsin.text.replacing(",", with: "\t"),
        ])
        _ = try App.succeed("train --data mine.csv --epochs 2 --output model", in: folder)
        let lacking = try App.run("report --model model --output page.html", in: folder)
        #expect(lacking.status == 0 && lacking.errors.split(separator: "\n").count == 1)
        #expect(lacking.errors.contains("\"mine.csv\", are not at hand: name them with --data"))
        let page = try folder.text("page.html")
        #expect(page.matches(of: /Not reported.<\/strong>/).count == 3)
        #expect(page.contains("<p>Trained on mine.csv"))

        for name in ["other.csv", "tabs.csv"] {
            let refused = try App.run("report --model model --data \(name) --output new.html", in: folder)
            #expect(refused.status != 0 && refused.errors.split(separator: "\n").count == 1)
            #expect(refused.errors.hasPrefix("CancerApp: \(name): not the data that the model was trained on"))
            #expect(try !folder.names.contains("new.html"))
        }
    }

    @Test(
        "What is wrong is said in one line before any work, and nothing is written",
        arguments: [
            ("--model model --output no/page.html", "no/page.html"), ("--model none --output page.html", "none: no such file"),
            ("--model model --output page.html --folds 1", "--folds must be at least 2"),
            ("--model model --data none.csv --output page.html", "none.csv: no such file"),
            ("--model model --output page.html --data short.csv", "too few"), ("--output page.html", "--model"),
        ])
    func problems(arguments: String, problem: String) throws {
        let folder = try Folder(["short.csv": Wisconsin.lines.prefix(9).joined(separator: "\n")])
        try folder.write(Model.bytes(), to: "model")
        let result = try App.run("report \(arguments)", in: folder)
        #expect(result.status != 0 && result.output == "" && result.errors.split(separator: "\n").count == 1)
        if problem != "too few" { #expect(result.errors.contains(problem), "\(result.errors)") }
        #expect(try folder.names == ["model", "short.csv"])
    }
}
