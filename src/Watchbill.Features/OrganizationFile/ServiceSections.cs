using System.Globalization;
using Watchbill.Budgets;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads services with their objectives, engagement and runbooks.</summary>
internal static class ServiceSections
{
    public static readonly string[] Models = [.. EngagementModels.Names];
    private const string NoSreTeam = "names no SRE team, so its own team answers alone. Write by: and the team that runs it with them.";
    public static readonly string[] Units = ["hour", "month", "project", "service"];

    public static IReadOnlyList<Service> Services(Section file) => [.. file.Inners("services").Select(Service)];

    private static Service Service(Section service) =>
        new(Id(service), service.Reference("team") ?? "")
        {
            Engagement = Engagement(service),
            AlsoTold = service.References("alsoTold"),
            Accountable = service.Reference("accountable"),
            Slos = Slos(service),
            Policy = service.Reference("policy") ?? "default",
            RevenuePerHour = service.Money("revenuePerHour"),
            Runbooks = [.. service.Inners("runbooks")
                .Select(queries => new Runbook(queries.Text("alert") ?? "", queries.Link("url")))],
        };

    private static string Id(Section service)
    {
        var id = service.Id();
        if (id is Incident.NoService or Page.Drill)
            service.Wrong("id", $"'{id}' is taken: incidents of no service are called {id}-1 and so on. Give the service another id.");
        return id;
    }

    private static List<Slo> Slos(Section service)
    {
        var slos = new List<Slo>();
        foreach (var section in service.Inners("slos"))
        {
            var slo = Slo(section, service.Text("id") ?? "");
            if (slos.Exists(other => other.Id == slo.Id))
                section.Wrong("id", $"'{slo.Id}' is there already. Every objective of a service needs an id of its own.");
            slos.Add(slo);
        }

        return slos;
    }

    private static Slo Slo(Section slo, string service)
    {
        var id = slo.Id();
        if (id.Length > 0 && !Ids.IsValid(id)) slo.Wrong("id", Ids.Refusal(id));
        var objective = Percentage(slo, "objective") ?? 0;
        if (objective is > 0 and < 50)
            slo.Doubt("objective", service,
                $"an objective of {slo.Text("objective")} % lets the service be down more than half of the time."
                    + (objective < 1 ? $" Did you mean \"{(objective * 100).ToString("0.#####", CultureInfo.InvariantCulture)}\"?" : ""));
        var sla = Percentage(slo, "sla");
        if (sla >= objective && objective > 0)
            slo.Wrong("sla",
                $"'{slo.Text("sla")}' is not below the objective of {slo.Text("objective")}. Promise customers less than you aim for.");
        var kind = slo.Word("kind") == "requests" ? SloKind.Requests : SloKind.Time;
        if (slo.Has("good") != slo.Has("total"))
            slo.Wrong(slo.Has("good") ? "good" : "total",
                "good and total come together: a query for each, or neither where buckets are pushed.");
        if (slo.Has("good") && kind == SloKind.Time) slo.Wrong("good", "belongs to kind: requests; this objective counts time.");
        return new Slo(id, objective)
        {
            Sla = sla,
            Window = Window(slo),
            Kind = kind,
            Signal = slo.Text("signal"),
            Good = slo.Text("good"),
            Total = slo.Text("total"),
        };
    }

    private static decimal? Percentage(Section slo, string key) => slo.Has(key)
        ? slo.Read<decimal>(key, 0, text => WrittenValues.Number(text.TrimEnd('%')) is > 0 and < 100 and { } value ? value : null,
            "is no percentage between 0 and 100, neither included. Write it as \"99.95\".")
        : null;

    private static BudgetWindow Window(Section slo)
    {
        var text = slo.Text("window") ?? "month";
        if (text.StartsWith("rolling", StringComparison.Ordinal))
        {
            var days = text.Split(' ') is ["rolling", var count, "day" or "days"] ? WrittenValues.Whole(count) ?? 0 : 0;
            if (days is < 1 or > 366) slo.Wrong("window", $"'{text}' is no window. Write \"rolling 28 days\", with 1 to 366 days.");
            return new BudgetWindow(BudgetWindowUnit.Rolling, days);
        }

        return slo.Word("window") switch
        {
            "quarter" => new BudgetWindow(BudgetWindowUnit.Quarter, 0),
            "year" => new BudgetWindow(BudgetWindowUnit.Year, 0),
            _ => BudgetWindow.CalendarMonth,
        };
    }

    private static Engagement Engagement(Section service)
    {
        var id = service.Text("id") ?? "";
        if (service["engagement"] is not { Kind: NodeKind.Mapping })
        {
            var word = Model(service, "engagement");
            if (word.IsWithSre()) service.Doubt("engagement", id, NoSreTeam);
            return new Engagement(word);
        }

        var section = service.Inner("engagement")!;
        var model = Model(section, "model");
        if (model.IsWithSre() && !section.Has("by")) section.Doubt("model", id, NoSreTeam);
        return new Engagement(model)
        {
            By = section.Reference("by",
                model is EngagementModel.YouBuildSreRun or EngagementModel.YouBuildYouAndSreRun ? "SRE team" : "team"),
            Entry = section.Whole("entry"),
            Exit = Exit(section),
            Price = Price(section),
            Sres = section.References("sres"),
        };
    }

    private static EngagementModel Model(Section section, string key) => (EngagementModel)Array.IndexOf(Models, section.Word(key));

    private static ExitCondition? Exit(Section engagement)
    {
        if (engagement.Text("exit") is not { } text) return null;
        if (WrittenValues.Share(text) is { } share) return new ExitCondition(share.Count, share.Of);
        engagement.Wrong("exit", $"'{text}' is no exit condition. Write how many of the last periods were exhausted, as 2 of 4.");
        return null;
    }

    private static EngagementPrice? Price(Section engagement)
    {
        if (engagement.Text("price") is not { } text) return null;
        var parts = text.Split(" per ");
        if (parts.Length == 2 && WrittenValues.Money(parts[0]) is { } money && Array.IndexOf(Units, parts[1]) is >= 0 and var unit)
            return new EngagementPrice(money, (PriceUnit)unit);
        engagement.Wrong("price", $"'{text}' is no price. Write it as 95 EUR per hour (or per month, project or service).");
        return null;
    }
}
