using System.Text;
using System.Text.Json;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>Policies of the file as types, and as they are stored.</summary>
public sealed class PolicyTextTests
{
    private const string Everything = """
        {"id":"full","effective":"2026-01-01","currency":"EUR","zone":"rotation",
        "businessHours":{"days":"Mon-Fri","from":"09:00","to":"18:00"},
        "classes":[{"id":"holiday","on":"holidays"},{"id":"weekend","days":"Sat-Sun"},{"id":"night","from":"22:00","to":"06:00"},
        {"id":"business","in":"businessHours"}],"days":"handover 08:00",
        "standby":{"per":"lump","rate":4.50,"rates":{"night":5,"weekend":6.5},"atLeast":"12h","minimum":"90s",
        "response":[{"within":"5m","factor":1.2}],"layers":[{"id":"secondary","rate":2,"rates":{"night":"0.1 x hourly"}}]},
        "callout":{"per":"callout","rate":"1.5 x hourly","fee":20,"minimum":"30m","included":"1h",
        "rounding":{"to":"15m","mode":"nearest","of":"sum"},"standby":"replace"},
        "allowance":{"amount":50,"per":"year","to":"team"},
        "timeOff":[{"for":"callout","in":"night","atLeast":"1h","hours":4,"expires":"90 days"}],
        "bonus":{"amount":100,"per":"quarter","to":"team"},"caps":{"day":10,"week":20.5,"month":30},"doubleDuty":"each"}
        """;

    private const string Program = """
        {"id":"basics","version":2,"title":"Basics","stages":[{"id":"one","title":"One","items":[{"id":"a","kind":"reverse-shadow",
        "title":"A","text":"Why","signs":"peer","evidence":"link"}],"shadowShifts":2,"reverseShadowShifts":1,"incidents":"3 or drill",
        "backup":"ana"},{"id":"two","incidents":"4"}],"signOff":["mentor","lead"],"lapse":{"days":90,"rounds":2}}
        """;

    private const string Strict = """
        {"id":"strict","exactlyZero":"open","noData":"halted","exempt":["p0"],
        "levels":[{"when":"remaining <= 40%","do":["halt","tell manager"]}]}
        """;

    [Theory]
    [InlineData("compensation", Everything)]
    [InlineData("compensation", """{"id":"few","effective":"2026-01-01"}""")]
    [InlineData("training", Program)]
    [InlineData("training", """{"id":"empty","version":1}""")]
    [InlineData("budgetPolicies", Strict)]
    [InlineData("budgetPolicies", """{"id":"none","exempt":[],"levels":[]}""")]
    [InlineData("budgetPolicies", """{"id":"as-built-in"}""")]
    public void What_is_read_is_written_again_word_for_word(string section, string json) =>
        Assert.Equal(json.ReplaceLineEndings(""), PolicyText.Write(PolicyText.Read(section, json)));

    [Fact]
    public void The_pay_policy_of_the_design_is_read_with_everything_in_it()
    {
        var pay = Design("compensation/standard/2026-01-01").Pay!;
        Assert.Equal((new LocalDate(2026, 1, 1), "EUR", PayZone.Person, DoubleDuty.Once),
            (pay.Effective, pay.Currency, pay.Zone, pay.DoubleDuty));
        Assert.Equal(new BusinessHours(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(9, 0), new LocalTime(18, 0)),
            pay.BusinessHours);
        Assert.Equal(
        [
            new HourClass("holiday") { OnHolidays = true },
            new HourClass("weekend") { Days = Weekdays.Saturday | Weekdays.Sunday },
            new HourClass("night") { From = new LocalTime(22, 0), To = new LocalTime(6, 0) },
            new HourClass("business") { InBusinessHours = true },
            new HourClass("evening"),
        ], pay.Classes);
        Assert.Equal(new PayDay(PayDayKind.Midnight), pay.Day);
        Assert.Equal(StandbyUnit.Hour, pay.Standby!.Per);
        Assert.Equal(new Dictionary<string, decimal> { ["holiday"] = 8, ["weekend"] = 6, ["night"] = 5, ["evening"] = 3, ["business"] = 0 },
            pay.Standby.Rates.ToDictionary(rate => rate.Key, rate => rate.Value.Value));
        Assert.Equal(CalloutUnit.Hour, pay.Callout!.Per);
        Assert.Equal(new PayRate(1.5m, TimesHourly: true), pay.Callout.Rate);
        Assert.Equal(Duration.FromMinutes(30), pay.Callout.Minimum!.Of("night"));
        Assert.Equal(new CalloutRounding(Duration.FromMinutes(15), RoundingMode.Up, RoundingOf.Each), pay.Callout.Rounding);
        Assert.Equal(new FixedAmount(50, PaySpan.Month, PayReceiver.Person), pay.Allowance);
        Assert.Equal(new FixedAmount(100, PaySpan.Quarter, PayReceiver.Team), pay.Bonus);
        Assert.Equal(
            new TimeOffRule(TimeOffCause.Callout, 4)
            {
                In = "night",
                AtLeast = Duration.FromHours(1),
                Expires = new(Duration.FromDays(90), null),
            }, Assert.Single(pay.TimeOff));
    }

    [Fact]
    public void The_training_program_and_the_budget_policy_of_the_design_are_read_with_everything_in_them()
    {
        var program = Design("training/first-time-on-call").Training!;
        Assert.Equal((1, new TrainingLapse(90, 2)), (program.Version, program.Lapse));
        Assert.Equal([Signer.Mentor, Signer.Lead], program.SignOff);
        Assert.Equal(["foundations", "shadow"], program.Stages.Select(stage => stage.Id));
        Assert.Equal((2, new IncidentCount(3, OrDrill: true)), (program.Stages[1].ShadowShifts, program.Stages[1].Incidents));
        var item = Assert.Single(program.Stages[0].Items);
        Assert.Equal(("architecture", ItemKind.Explain, Signer.Mentor, Evidence.Text), (item.Id, item.Kind, item.Signs, item.Evidence));

        var (budget, builtIn) = (Design("budgetPolicies/default").Budget!, BudgetPolicy.Default);
        Assert.Equal((builtIn.ZeroHalts, builtIn.NoDataHalts), (budget.ZeroHalts, budget.NoDataHalts));
        Assert.Equal(builtIn.Exempt, budget.Exempt);
        Assert.Equal(builtIn.Levels.Select(level => level.When), budget.Levels.Select(level => level.When));
        Assert.All(builtIn.Levels.Zip(budget.Levels), pair => Assert.Equal(pair.First.Do, pair.Second.Do));
    }

    /// <summary>The release before kept the text of the file, in its own order and with what need not be said.</summary>
    [Theory]
    [InlineData("""
        {"section":"budgetPolicies","id":"strict","version":"","retired":false,
        "json":"{\"noData\":\"open\",\"id\":\"strict\",\"exactlyZero\":\"halted\",\"was\":\"old\"}"}
        """, """{"id":"strict"}""")]
    [InlineData("""
        {"section":"compensation","id":"standard","version":"2026-01-01","retired":true,
        "json":"{\"effective\":\"2026-01-01\",\"id\":\"standard\",\"zone\":\"person\",\"callout\":{\"rate\":12},\"caps\":{\"day\":9}}"}
        """, """
        {"id":"standard","effective":"2026-01-01","callout":{"per":"hour","rate":"12"},"caps":{"day":9}}
        """)]
    public void A_policy_that_an_older_release_stored_is_read(string stored, string text)
    {
        var policy = (Policy)Documents.Deserialize(typeof(Policy), "policy", Encoding.UTF8.GetBytes(stored));
        var document = JsonDocument.Parse(stored).RootElement;
        Assert.Equal(text, PolicyText.Write(policy));
        Assert.Equal((document.GetProperty("id").GetString(), document.GetProperty("version").GetString()), (policy.Id, policy.Version));
        Assert.Equal(document.GetProperty("retired").GetBoolean(), policy.Retired);
    }

    private static Policy Design(string id)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", "design-organization.yaml"));
        var file = FileReader.Read("watchbill.yaml", bytes, null, new LocalDate(2026, 11, 20));
        var contents = OrganizationReader.Read(file.Root, file.Errors, Platforms.All);
        return contents.Policies.Single(policy => policy.DocumentId == id);
    }
}
