// swift-format-ignore-file: a phrase a line, however long.

/// Everything that the pages say, in every language. Templates name a phrase: `{{t.product}}`.
struct Phrases: Sendable {
    // MARK: On every page
    let product = Phrase("Breast tumour classifier", "Brusttumor-Klassifikator")
    let skip = Phrase("Skip to the content", "Zum Inhalt springen")
    let notice = Phrase("Demonstration, not a medical device.", "Demonstration, kein Medizinprodukt.")
    let noticeMore = Phrase(
        "Its answers must not guide the care of a patient.", "Seine Antworten dürfen die Behandlung nicht bestimmen.")
    let navigation = Phrase("Main navigation", "Hauptnavigation")
    let menuNew = Phrase("New assessment", "Neue Beurteilung")
    let menuHistory = Phrase("History", "Verlauf")
    let menuModel = Phrase("Model", "Modell")
    let languageChoice = Phrase("Language", "Sprache")
    let signedInAs = Phrase("Signed in as", "Angemeldet als")
    let signOut = Phrase("Sign out", "Abmelden")
    let signIn = Phrase("Sign in", "Anmelden")

    // MARK: Entry
    let entryTitle = Phrase("New assessment", "Neue Beurteilung")
    let entryLead = Phrase(
        "Measurements of cell nuclei from a fine-needle aspirate of a breast mass. Type one patient’s values, or bring many patients in a file.",
        "Messwerte von Zellkernen aus einer Feinnadelpunktion der Brust. Geben Sie die Werte einer Patientin ein, oder bringen Sie viele in einer Datei."
    )
    let modelChoice = Phrase("Model", "Modell")
    let modelChoose = Phrase("Use this model", "Dieses Modell verwenden")
    let rowsTitle = Phrase("From a file or the clipboard", "Aus einer Datei oder der Zwischenablage")
    let rowsHelp = Phrase(
        "CSV with commas, semicolons or tabs, with or without a header; decimal points or commas; one row a patient.",
        "CSV mit Kommas, Semikolons oder Tabulatoren, mit oder ohne Kopfzeile; Dezimalpunkte oder -kommas; eine Zeile je Patientin."
    )
    let fileLabel = Phrase("File", "Datei")
    let fileDrop = Phrase("Drop a file here, or choose one", "Datei hier ablegen oder auswählen")
    let fileChosen = Phrase("Chosen: {name}", "Ausgewählt: {name}")
    let pasteLabel = Phrase("Pasted rows", "Eingefügte Zeilen")
    let rowsSubmit = Phrase("Assess these rows", "Zeilen beurteilen")
    let valuesTitle = Phrase("One patient’s measurements", "Messwerte einer Patientin")
    let valuesHelp = Phrase(
        "Below each name: the smallest and largest value among the patients that the model learnt from. All fields are required.",
        "Unter jedem Namen: der kleinste und größte Wert unter den Patientinnen, aus denen das Modell gelernt hat. Alle Felder sind auszufüllen."
    )
    let valuesHelpImputes = Phrase(
        "Below each name: the smallest and largest value among the patients that the model learnt from. An empty field is replaced by their median.",
        "Unter jedem Namen: der kleinste und größte Wert unter den Patientinnen, aus denen das Modell gelernt hat. Ein leeres Feld wird durch deren Median ersetzt."
    )
    let identifierLabel = Phrase("Patient’s pseudonym (optional)", "Pseudonym der Patientin (freiwillig)")
    let identifierHelp = Phrase("No names, please.", "Bitte keine Namen.")
    let examples = Phrase("Fill in an example:", "Ein Beispiel eintragen:")
    let valuesSubmit = Phrase("Assess", "Beurteilen")
    let clear = Phrase("Clear", "Leeren")
    let rangeHint = Phrase("Training range", "Trainingsbereich")
    let hintOutside = Phrase("Outside the training range", "Außerhalb des Trainingsbereichs")
    let hintPasted = Phrase("{n} values were filled in.", "{n} Werte wurden eingetragen.")

    // MARK: Problems of what was entered
    let problemsTitle = Phrase("This could not be assessed yet", "Das konnte noch nicht beurteilt werden")
    let problemMissing = Phrase("enter a value", "bitte einen Wert eingeben")
    let problemNotANumber = Phrase("“{text}” is not a number", "„{text}“ ist keine Zahl")
    let problemGrouped = Phrase(
        "“{text}” has both a comma and a point; write it without separators for thousands",
        "„{text}“ enthält Komma und Punkt; bitte ohne Tausendertrennzeichen schreiben")
    let problemTooLarge = Phrase("“{text}” is too large", "„{text}“ ist zu groß")

    // MARK: What is measured
    let groupMean = Phrase("Mean", "Mittelwert")
    let groupMeanHelp = Phrase("over all nuclei of the sample", "über alle Zellkerne der Probe")
    let groupError = Phrase("Standard error", "Standardfehler")
    let groupErrorHelp = Phrase("of that mean", "dieses Mittelwerts")
    let groupWorst = Phrase("Worst", "Größte Werte")
    let groupWorstHelp = Phrase("mean of the three largest nuclei", "Mittel der drei größten Zellkerne")
    let groupOther = Phrase("Other measurements", "Weitere Messwerte")
    let ofMean = Phrase("{property}, mean", "{property}, Mittelwert")
    let ofError = Phrase("{property}, standard error", "{property}, Standardfehler")
    let ofWorst = Phrase("{property}, worst", "{property}, größte Werte")
    let propertyRadius = Phrase("Radius", "Radius")
    let propertyTexture = Phrase("Texture", "Textur")
    let propertyPerimeter = Phrase("Perimeter", "Umfang")
    let propertyArea = Phrase("Area", "Fläche")
    let propertySmoothness = Phrase("Smoothness", "Glätte")
    let propertyCompactness = Phrase("Compactness", "Kompaktheit")
    let propertyConcavity = Phrase("Concavity", "Konkavität")
    let propertyConcavePoints = Phrase("Concave points", "Konkave Punkte")
    let propertySymmetry = Phrase("Symmetry", "Symmetrie")
    let propertyFractalDimension = Phrase("Fractal dimension", "Fraktale Dimension")

    // MARK: Answer
    let answerTitle = Phrase("Assessment", "Beurteilung")
    let answerOf = Phrase("Assessment of {identifier}", "Beurteilung von {identifier}")
    let malignant = Phrase("Malignant", "Bösartig")
    let benign = Phrase("Benign", "Gutartig")
    let probabilityTitle = Phrase("Probability of malignancy", "Wahrscheinlichkeit der Bösartigkeit")
    let atThreshold = Phrase("at the stated threshold of {threshold}", "bei der angegebenen Schwelle von {threshold}")
    let interval = Phrase("Interval", "Intervall")
    let intervalMeans = Phrase(
        "{share} of the {members} models of the ensemble lie in it: the spread of the models, not a guarantee.",
        "{share} der {members} Modelle des Ensembles liegen darin: die Streuung der Modelle, keine Garantie.")
    let intervalNone = Phrase("This model has none.", "Dieses Modell hat keines.")
    let gaugeLabel = Phrase(
        "Probability {probability} on a scale from 0 to 100%; threshold {threshold}.",
        "Wahrscheinlichkeit {probability} auf einer Skala von 0 bis 100\u{A0}%; Schwelle {threshold}.")
    let threshold = Phrase("Threshold", "Schwelle")
    let plausibleTitle = Phrase("Not excluded at {coverage} coverage", "Bei {coverage} Abdeckung nicht ausgeschlossen")
    let plausibleBoth = Phrase(
        "Benign and malignant: the model cannot tell.", "Gutartig und bösartig: Das Modell kann es nicht entscheiden.")
    let plausibleNone = Phrase(
        "Neither: this patient is unlike those the model was calibrated on.",
        "Keine von beiden: Diese Patientin gleicht keiner, an der das Modell kalibriert wurde.")
    let plausibleMalignant = Phrase("Malignant only", "Nur bösartig")
    let plausibleBenign = Phrase("Benign only", "Nur gutartig")
    let outsideTitle = Phrase("Outside the training range", "Außerhalb des Trainingsbereichs")
    let outsideHelp = Phrase(
        "The model has seen no such values; trust this answer less.",
        "Solche Werte hat das Modell nie gesehen; diese Antwort ist weniger verlässlich.")
    let outsideValue = Phrase("{value}; training range {range}", "{value}; Trainingsbereich {range}")
    let outsideDeviations = Phrase("{n} standard deviations from the mean", "{n} Standardabweichungen vom Mittelwert")
    let outsideNone = Phrase("All values lie within the training range.", "Alle Werte liegen im Trainingsbereich.")
    let driversTitle = Phrase("What drove it", "Was den Ausschlag gab")
    let driversHelp = Phrase(
        "What each value adds to the log-odds of malignancy, compared with the average patient of the training data. This explains the model, not the disease.",
        "Was jeder Wert zum Logarithmus der Chance (log-odds) einer bösartigen Geschwulst beiträgt, verglichen mit dem Durchschnitt der Trainingsdaten. Das erklärt das Modell, nicht die Krankheit."
    )
    let driversNone = Phrase(
        "This model’s answers cannot be explained.", "Die Antworten dieses Modells lassen sich nicht erklären.")
    let driversMore = Phrase("The {n} smaller contributions", "Die {n} kleineren Beiträge")
    let towardsBenign = Phrase("towards benign", "Richtung gutartig")
    let towardsMalignant = Phrase("towards malignant", "Richtung bösartig")
    let contribution = Phrase("Contribution", "Beitrag")
    let pair = Phrase("{a} with {b}", "{a} mit {b}")
    let enteredTitle = Phrase("The values that were assessed", "Die beurteilten Werte")
    let missingValue = Phrase("missing", "fehlt")
    let change = Phrase("Change the values", "Werte ändern")
    let another = Phrase("New assessment", "Neue Beurteilung")
    let backToList = Phrase("Back to the list", "Zurück zur Liste")

    // MARK: List
    let listTitle = Phrase("Assessments", "Beurteilungen")
    let listOf = Phrase("Assessments of {name}", "Beurteilungen von {name}")
    let listRows = Phrase("Rows", "Zeilen")
    let listFailed = Phrase("Not assessed", "Nicht beurteilt")
    let listFailedTitle = Phrase("Rows that could not be assessed", "Zeilen, die nicht beurteilt werden konnten")
    let listCaption = Phrase("One row a patient. Column headings sort.", "Eine Zeile je Patientin. Die Spaltentitel sortieren.")
    let columnRow = Phrase("Row", "Zeile")
    let columnPatient = Phrase("Patient", "Patientin")
    let columnProbability = Phrase("Probability", "Wahrschein\u{AD}lichkeit")
    let columnDiagnosis = Phrase("Diagnosis", "Diagnose")
    let sortedAscending = Phrase("sorted ascending", "aufsteigend sortiert")
    let sortedDescending = Phrase("sorted descending", "absteigend sortiert")
    let outsideCount = Phrase("Outside the training range: {n}", "Außerhalb des Trainingsbereichs: {n}")
    let rowProblem = Phrase("Row {row}", "Zeile {row}")
    let download = Phrase("Download as CSV", "Als CSV herunterladen")
    let pageOf = Phrase("Page {page} of {pages}", "Seite {page} von {pages}")
    let previousPage = Phrase("Previous page", "Vorige Seite")
    let nextPage = Phrase("Next page", "Nächste Seite")

    // MARK: History
    let historyTitle = Phrase("History", "Verlauf")
    let historyLead = Phrase(
        "Your own requests as the audit log holds them, the latest first. Times are UTC.",
        "Ihre eigenen Anfragen, wie das Protokoll sie enthält, die neueste zuerst. Zeiten in UTC.")
    let historyNone = Phrase("Nothing yet.", "Noch nichts.")
    let historyTime = Phrase("Time", "Zeit")
    let historyResult = Phrase("Answer", "Antwort")
    let historyInterface = Phrase("through", "über")
    let historyDeleted = Phrase("Content deleted", "Inhalt gelöscht")
    let historyOlder = Phrase("Older entries", "Ältere Einträge")
    let historyLatest = Phrase("Latest entries", "Neueste Einträge")
    let historyEntry = Phrase("Entry", "Eintrag")

    // MARK: Sign-in
    let signInTitle = Phrase("Sign in", "Anmelden")
    let signInLead = Phrase(
        "Sign in with the access token that the operator of this service gave you.",
        "Melden Sie sich mit dem Zugriffsschlüssel an, den Sie vom Betreiber dieses Dienstes haben.")
    let signInToken = Phrase("Access token", "Zugriffsschlüssel")
    let signInWrong = Phrase("This token is unknown or has expired.", "Dieser Zugriffsschlüssel ist unbekannt oder abgelaufen.")
    let signInLater = Phrase(
        "Too many failures. Try again in {seconds} seconds.",
        "Zu viele Fehlversuche. Versuchen Sie es in {seconds} Sekunden wieder.")
    let signedOut = Phrase("You are signed out.", "Sie sind abgemeldet.")

    // MARK: Model card
    let modelTitle = Phrase("Model card", "Modellkarte")
    let modelSummary = Phrase("About the model", "Über das Modell")
    let modelDetails = Phrase("The whole model card", "Die ganze Modellkarte")
    let modelName = Phrase("Model", "Modell")
    let modelVersion = Phrase("Version", "Version")
    let modelHash = Phrase("File’s hash", "Prüfsumme der Datei")
    let modelKind = Phrase("Kind", "Art")
    let modelKindOne = Phrase("{architecture}", "{architecture}")
    let modelKindMany = Phrase("Ensemble of {members} ({architecture})", "Ensemble aus {members} ({architecture})")
    let architectureLogistic = Phrase("logistic regression", "logistische Regression")
    let architectureInteractions = Phrase(
        "logistic regression with interactions", "logistische Regression mit Wechselwirkungen")
    let architectureMlp = Phrase("neural network", "neuronales Netz")
    let modelThresholdMeans = Phrase("malignant from {threshold} on", "bösartig ab {threshold}")
    let modelData = Phrase("Trained on", "Trainiert mit")
    let modelDataRows = Phrase(
        "{rows} patients, {malignant} of them malignant ({name})", "{rows} Patientinnen, davon {malignant} bösartig ({name})")
    let modelChecksum = Phrase("Data’s hash", "Prüfsumme der Daten")
    let modelUnknown = Phrase("The model file does not say.", "Die Modelldatei sagt es nicht.")
    let modelCoverage = Phrase("Conformal coverage", "Konforme Abdeckung")
    let modelFigures = Phrase("Performance", "Güte")
    let modelFiguresNone = Phrase("The model file holds no figures.", "Die Modelldatei enthält keine Zahlen.")
    let modelUse = Phrase("Intended use", "Vorgesehener Zweck")
    let modelUseText = Phrase(
        "To show how such a service is built, to teach and to test. Not for diagnosis, not for decisions on treatment.",
        "Zeigen, wie ein solcher Dienst gebaut wird; Lehre und Tests. Nicht zur Diagnose, nicht für Entscheidungen über eine Behandlung."
    )
    let modelLimits = Phrase("Limits", "Grenzen")
    let modelLimitsText = Phrase(
        "Patients of one hospital in the early 1990s, measured semi-automatically; no age, sex or history; never validated elsewhere. Far more malignant masses than among all women who are examined.",
        "Patientinnen eines Krankenhauses Anfang der 1990er-Jahre, halbautomatisch vermessen; ohne Alter, Geschlecht, Vorgeschichte; nie andernorts geprüft. Weit mehr bösartige Befunde als unter allen untersuchten Frauen."
    )
    let modelAI = Phrase(
        "The answers are made by a machine-learning model.", "Die Antworten stammen von einem Modell des maschinellen Lernens.")
    let modelFeatures = Phrase("Measurements", "Messwerte")

    // MARK: Errors
    let errorBack = Phrase("To the start page", "Zur Startseite")
    let errorRequest = Phrase("Request", "Anfrage")
    let errorBadRequest = Phrase("This request was not understood", "Diese Anfrage wurde nicht verstanden")
    let errorForbidden = Phrase("Not permitted", "Nicht erlaubt")
    let errorForbiddenText = Phrase(
        "Your token’s role does not permit this, or the form is too old. Go back, load the page again, and try once more.",
        "Die Rolle Ihres Zugriffsschlüssels erlaubt das nicht, oder das Formular ist zu alt. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."
    )
    let errorNotFound = Phrase("There is no such page", "Diese Seite gibt es nicht")
    let errorGone = Phrase("This result is no longer held", "Dieses Ergebnis ist nicht mehr da")
    let errorGoneText = Phrase(
        "Results stay in memory for a while only. Assess the values again; what was answered is in your history.",
        "Ergebnisse bleiben nur eine Weile im Speicher. Beurteilen Sie die Werte noch einmal; was geantwortet wurde, steht im Verlauf."
    )
    let errorTooLarge = Phrase("This is too large", "Das ist zu groß")
    let errorBusy = Phrase("The service is busy", "Der Dienst ist ausgelastet")
    let errorBusyText = Phrase(
        "Nothing was assessed. Try again in a few seconds.",
        "Nichts wurde beurteilt. Versuchen Sie es in einigen Sekunden wieder.")
    let errorOther = Phrase("Something went wrong", "Etwas ist schiefgegangen")
    let errorOtherText = Phrase(
        "Nothing was assessed. Tell the operator of this service the request’s number.",
        "Nichts wurde beurteilt. Nennen Sie dem Betreiber dieses Dienstes die Nummer der Anfrage.")
}
