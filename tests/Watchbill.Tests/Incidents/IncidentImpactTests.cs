using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>How much of the users an incident counts as having hurt, where nobody says it and where somebody does.</summary>
public sealed class IncidentImpactTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sev1", 1)]
    [InlineData("sev2", 1)]
    [InlineData("sev3", 1)]
    [InlineData("sev4", 0)]
    public async Task Unsaid_it_is_that_of_the_severity_and_the_answer_says_so_and_how_to_change_it(string severity, int impact)
    {
        var bot = await IncidentCommandTests.BotAsync();
        var answer = await bot.SayAsync("ana", $"incident declare checkout \"payments fail\" {severity}");
        Assert.Equal(impact, (await IncidentAsync(bot)).Impact);
        Assert.Contains(impact == 0
            ? "Impact: no users, as for every sev4: it burns no budget. More: `incident update checkout-1 impact 25%`"
            : $"Impact: all users (counts as a full outage), as for every {severity}. Fewer: `incident update checkout-1 impact 25%`",
            answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sev1", false)]
    [InlineData("sev4", true)]
    public async Task Five_hours_of_which_nobody_says_how_many_users_they_hurt_halt_releases_or_not_by_the_severity(
        string severity, bool isOpen)
    {
        var bot = await IncidentCommandTests.BotAsync();
        var service = new Service("checkout", "payments") { Slos = [Spending.Time("99.95", Spending.Quarter)] };
        await bot.Store.SaveAsync([Write.Put(service.Id, service)], Ct);
        await bot.SayAsync("ana", $"incident declare checkout \"payments fail\" {severity}");
        bot.Clock.Now += Duration.FromHours(5);
        var gates = new Gates(bot.Store, new BudgetQueries(bot.Store));
        Assert.Equal(isOpen, (await gates.ViewAsync(service, bot.Clock.Now, bot.Clock.Now, Ct)).Gate.Open);
    }

    [Fact]
    public async Task Unsaid_it_follows_the_severity_and_said_it_stays()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev3");
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev4");
        Assert.Equal(0, (await IncidentAsync(bot)).Impact);
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev2");
        Assert.Equal(1, (await IncidentAsync(bot)).Impact);
        await bot.ConfirmAsync("ana", "incident update checkout-1 impact 10%");
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev4");
        Assert.Equal(0.1m, (await IncidentAsync(bot)).Impact);
        await bot.ConfirmAsync("ana", "incident update checkout-1 impact none");
        Assert.Equal(0, (await IncidentAsync(bot)).Impact);
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev1");
        Assert.Equal(1, (await IncidentAsync(bot)).Impact);
        await bot.ConfirmAsync("ana", "incident update checkout-1 impact 0");
        Assert.Equal(0, (await IncidentAsync(bot)).Impact);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("\"100 %\"")]
    [InlineData("1")]
    public async Task Said_as_the_severity_has_it_it_is_said_and_stays(string typed)
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev1");
        await bot.ConfirmAsync("ana", $"incident update checkout-1 impact {typed}");
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev4");
        Assert.Equal((1m, null), ((await IncidentAsync(bot)).Impact, (await IncidentAsync(bot)).ImpactOf));
    }

    [Fact]
    public async Task A_form_that_is_sent_as_it_was_shown_says_no_impact()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev1");
        var form = (await bot.AskAsync("ana", "incident update checkout-1")).Form!;
        var values = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
        values["severity"] = "sev4";
        var preview = await bot.Router.SubmitAsync(form.Id, values, new Caller("ana", Platforms.Slack, null), Ct);
        await bot.PressAsync("ana", "confirm", preview.Actions.Single(action => action.Action == "confirm").Value);
        Assert.Equal((0m, Severity.Sev4), ((await IncidentAsync(bot)).Impact, (await IncidentAsync(bot)).ImpactOf));
    }

    [Fact]
    public async Task An_incident_of_an_alert_has_no_impact_whatever_its_severity_until_somebody_says_one()
    {
        var bot = await IncidentCommandTests.BotAsync();
        var alert = new Alert("HighErrorRate", "f", bot.Clock.Now, null) { Title = "Errors", Severity = Severity.Sev1 };
        await bot.Store.SaveAsync([Write.Create("checkout/000001", Alerts.Open("checkout", 1, alert, "token:alerts", bot.Clock.Now))], Ct);
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev2");
        Assert.Null((await IncidentAsync(bot)).Impact);
        await bot.ConfirmAsync("ana", "incident update checkout-1 impact 50%");
        Assert.Equal(0.5m, (await IncidentAsync(bot)).Impact);
    }

    private static async Task<Incident> IncidentAsync(Bot bot) => (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
}
