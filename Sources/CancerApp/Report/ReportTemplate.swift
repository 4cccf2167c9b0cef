import Mustache

/// The page's markup. Whatever is inserted between two braces is escaped; between three, it is a picture that is markup already.
enum ReportTemplate {
    static func render(_ page: ReportPage) throws -> String {
        var library = MustacheLibrary()
        for (name, text) in [("facts", facts), ("table", table), ("plot", plot), ("lack", lack)] {
            try library.register(text, named: name)
        }
        return try MustacheTemplate(string: self.page).render(page, library: library)
    }

    /// Names with their values.
    private static let facts = """
        <dl class="facts">
        {{#items}}
        <div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/items}}
        </dl>
        """

    /// A table, whose rows become blocks on a narrow screen.
    private static let table = """
        <table>
        <caption>{{caption}}</caption>
        <thead><tr>{{#headers}}<th scope="col">{{.}}</th>{{/headers}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{head}}</th>{{#cells}}<td data-label="{{label}}">{{text}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table>
        """

    private static let plot = """
        <figure>
        {{{svg}}}
        <figcaption>{{explanation}}</figcaption>
        </figure>
        """

    private static let lack = """
        <p class="lack"><strong>Not reported.</strong> {{.}}</p>
        """

    private static let page = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}: report</title>
        <style>
        \(ReportStyle.css)
        </style>
        </head>
        <body>
        <header>
        <p class="kicker">Report on a classifier</p>
        <h1>{{title}}</h1>
        <p class="lede">{{lede}}</p>
        <p class="warning"><strong>A demonstration, not a medical device.</strong> No decision about a patient may rest on it.</p>
        {{#keys}}
        <dl class="keys">
        {{#figures}}
        <div><dt>{{name}}</dt><dd>{{value}}<small>{{detail}}</small></dd></div>
        {{/figures}}
        </dl>
        <p class="note">{{keysNote}}</p>
        {{/keys}}
        <nav aria-label="Contents"><ol>
        <li><a href="#card">Model card</a></li>
        <li><a href="#data">Data</a></li>
        <li><a href="#training">Training</a></li>
        <li><a href="#validation">Validation</a></li>
        <li><a href="#features">What the model looks at</a></li>
        <li><a href="#tripod">TRIPOD+AI</a></li>
        </ol></nav>
        </header>
        <main>

        <section id="card" aria-labelledby="card-title">
        <h2 id="card-title">Model card</h2>
        {{#card}}{{> facts}}{{/card}}
        <h3>Limits</h3>
        <ul>
        {{#limits}}
        <li>{{.}}</li>
        {{/limits}}
        </ul>
        </section>

        <section id="data" aria-labelledby="data-title">
        <h2 id="data-title">Data</h2>
        {{#dataLack}}{{> lack}}{{/dataLack}}
        {{#data}}
        <p>{{origin}}</p>
        {{#facts}}{{> facts}}{{/facts}}
        {{#measurements}}
        <details>
        <summary>The measurements, by diagnosis</summary>
        <div class="wide">{{> table}}</div>
        </details>
        {{/measurements}}
        {{/data}}
        </section>

        <section id="training" aria-labelledby="training-title">
        <h2 id="training-title">Training</h2>
        {{#trainingLack}}{{> lack}}{{/trainingLack}}
        {{#training}}
        <p>{{summary}}</p>
        {{#facts}}{{> facts}}{{/facts}}
        {{#curves}}<div class="plots">{{> plot}}</div>{{/curves}}
        {{/training}}
        </section>

        <section id="validation" aria-labelledby="validation-title">
        <h2 id="validation-title">Validation</h2>
        {{#validationLack}}{{> lack}}{{/validationLack}}
        {{#validation}}
        <p>{{method}}</p>
        <h3>Discrimination</h3>
        {{#figures}}<div class="wide">{{> table}}</div>{{/figures}}
        {{#figureNotes}}
        <p class="note">{{.}}</p>
        {{/figureNotes}}
        <div class="plots">
        {{#discriminationPlots}}
        {{> plot}}
        {{/discriminationPlots}}
        </div>
        <h3>Calibration and net benefit</h3>
        {{#calibration}}<div class="wide">{{> table}}</div>{{/calibration}}
        {{#calibrationNotes}}
        <p class="note">{{.}}</p>
        {{/calibrationNotes}}
        <div class="plots">
        {{#calibrationPlots}}
        {{> plot}}
        {{/calibrationPlots}}
        </div>
        {{#coverage}}
        <h3>Coverage of prediction sets</h3>
        {{#sets}}<div class="wide">{{> table}}</div>{{/sets}}
        <p class="note">{{sizes}}</p>
        {{/coverage}}
        <h3>Would more patients help?</h3>
        <p>{{learning}}</p>
        <div class="plots">
        {{#learningPlots}}
        {{> plot}}
        {{/learningPlots}}
        </div>
        {{/validation}}
        </section>

        <section id="features" aria-labelledby="features-title">
        <h2 id="features-title">What the model looks at</h2>
        {{#validationLack}}{{> lack}}{{/validationLack}}
        {{#importance}}
        <p>{{importanceMethod}}</p>
        <div class="plots">
        {{#importancePlot}}{{> plot}}{{/importancePlot}}
        <div>
        {{#importanceNotes}}
        <p class="note">{{.}}</p>
        {{/importanceNotes}}
        </div>
        </div>
        <div class="wide lists">{{#groups}}{{> table}}{{/groups}}</div>
        {{/importance}}
        {{#weights}}
        <h3>Weights of this model</h3>
        <p>{{weightsNote}}</p>
        <details>
        <summary>{{weightsSummary}}</summary>
        {{#weightsTable}}{{> table}}{{/weightsTable}}
        </details>
        {{/weights}}
        {{#noWeights}}
        <p class="note">{{.}}</p>
        {{/noWeights}}
        </section>

        <section id="tripod" aria-labelledby="tripod-title">
        <h2 id="tripod-title">TRIPOD+AI</h2>
        <p>What a report of a prediction model should hold (Collins et al., BMJ 2024;385:e078378), in this page's own short words. \
        {{tripodCount}}</p>
        <table class="items">
        <caption>The items of TRIPOD+AI and where this page answers them</caption>
        <thead><tr><th scope="col">Item</th><th scope="col">What it asks</th><th scope="col">Answer</th></tr></thead>
        <tbody>
        {{#tripod}}
        {{#section}}
        <tr class="group"><th scope="rowgroup" colspan="3">{{section}}</th></tr>
        {{/section}}
        <tr><th scope="row">{{number}}</th><td>{{question}}</td>\
        <td>{{#status}}<span class="status">{{status}}</span> {{/status}}{{answer}}</td></tr>
        {{/tripod}}
        </tbody>
        </table>
        </section>

        </main>
        <footer>
        <p>{{made}}</p>
        </footer>
        </body>
        </html>

        """
}
