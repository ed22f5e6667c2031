namespace Watchbill.OrganizationFiles;

/// <summary>The keys of services, which <see cref="ServiceSections"/> reads.</summary>
internal static class ServiceKeys
{
    private const string Percent = "^([0-9]+(\\.[0-9]+)?|\\.[0-9]+) ?%?$";

    private static FileKey Engagement { get; } = new("engagement", FileValue.Word,
        "Who builds and who runs it, at first: later changes are made with `engagement change`.")
    {
        Words = ServiceSections.Models,
        Example = "{model: you-build-sre-run, by: sre-core, entry: 3, exit: 2 of 4}",
        Default = ServiceSections.Models[0],
        Keys = new(
        [
            new("model", FileValue.Word, "Who builds and who runs it.")
            {
                Required = true,
                Words = ServiceSections.Models,
                Example = "you-build-sre-run",
            },
            new("by", FileValue.Reference, "The team that runs it for the owner: an SRE team where the model says SRE.")
            {
                Kind = "team",
                Example = "sre-core",
            },
            new("entry", FileValue.Whole, "How many full periods in a row have to be within budget before it is taken over.")
            {
                Least = 1,
                Example = "3",
            },
            new("exit", FileValue.Phrase, "It is handed back when so many of the last periods overspent their budget.")
            {
                Example = "2 of 4",
                Pattern = "^[0-9]{1,4} of [0-9]{1,4}$",
            },
            new("price", FileValue.Phrase, "What the running team charges: an amount per hour, month, project or service.")
            {
                Example = "95 EUR per hour",
                Pattern = $"^[0-9.]+ +[A-Z]{{3}} per ({string.Join('|', ServiceSections.Units)})$",
            },
            new("sres", FileValue.References, "Who of that team is meant for this service.")
            {
                Kind = "person",
                Example = "[lea]",
                Default = "[]",
            },
        ]),
    };

    private static FileKey Slos { get; } = new("slos", FileValue.Sections, "Its objectives. Each has an error budget.")
    {
        Example = "[{id: availability, objective: \"99.95\", window: quarter}]",
        Default = "[]",
        Keys = new(
        [
            FileKey.Id("availability"),
            new("objective", FileValue.Phrase, "The percentage aimed for, between 0 and 100.")
            {
                Required = true,
                Example = "\"99.95\"",
                Pattern = Percent,
            },
            new("sla", FileValue.Phrase, "The percentage promised to customers, below the objective.")
            {
                Example = "\"99.5\"",
                Pattern = Percent,
            },
            new("window", FileValue.Word, "The time a budget is for: `month`, `quarter`, `year`, or `rolling` and 1 to 366 days.")
            {
                Words = ["month", "quarter", "year", "rolling 28 days"],
                Example = "quarter",
                Default = "month",
                Pattern = "^rolling [0-9]{1,3} days?$",
            },
            new("kind", FileValue.Word, "`time` counts downtime of incidents, `requests` counts good and bad requests.")
            {
                Words = ["time", "requests"],
                Example = "requests",
                Default = "time",
            },
            new("signal", FileValue.Text, "What is measured, in words.") { Example = "under 300 ms" },
            new("good", FileValue.Text,
                "A PromQL query for good requests; with `total`, of kind `requests`. Without both, buckets are pushed.")
            {
                Example = "sum(increase(http_requests_total{code!~\"5..\"}[1h]))",
            },
            new("total", FileValue.Text, "A PromQL query for all valid requests.") { Example = "sum(increase(http_requests_total[1h]))" },
        ]),
    };

    public static FileKey All { get; } = new("services", FileValue.Sections, "What teams run.")
    {
        Example = "[{id: checkout, team: payments}]",
        Keys = new(
        [
            FileKey.Id("checkout"), FileKey.Was,
            new("team", FileValue.Reference, "The team that owns it.") { Required = true, Kind = "team", Example = "payments" },
            Engagement,
            new("alsoTold", FileValue.References, "Teams that hear its incidents and are never paged.")
            {
                Kind = "team",
                Example = "[sre-core]",
                Default = "[]",
            },
            new("accountable", FileValue.Reference, "Is named when its budget ends.")
            {
                Kind = "person",
                Example = "ana",
                Default = "the domain's",
            },
            Slos,
            new("policy", FileValue.Reference, "What happens when its budget shrinks.")
            {
                Kind = "budget policy",
                Example = "default",
                Default = "default",
            },
            new("revenuePerHour", FileValue.Money, "What an hour of full outage costs, for reports.") { Example = "12000 EUR" },
            new("runbooks", FileValue.Sections, "What to read when an alert fires. Several for one alert are tried in order.")
            {
                Example = "[{alert: HighErrorRate, url: \"https://runbooks.example.com/checkout\"}]",
                Default = "[]",
                Keys = new(
                [
                    new("alert", FileValue.Text, "The alert's name.") { Required = true, Example = "HighErrorRate" },
                    new("url", FileValue.Link, "Where it is.") { Required = true, Example = "https://…" },
                ]),
            },
        ]),
    };
}
