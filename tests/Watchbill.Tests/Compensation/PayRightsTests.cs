using System.Text;
using System.Text.Json;

namespace Watchbill.Compensation;

/// <summary>
/// Who may see and do what about the pay of others and their own, by every command (typed, and sent as its form), button and route: a
/// cell is s where ana's pay is shown, c where it is changed. Fay is the manager, eve was until noon of Monday 15 June.
/// </summary>
public sealed class PayRightsTests : IAsyncLifetime
{
    // mail: the manager, known by the mail address alone. zed is in no file. gon left on 20 June.
    private const string Chat = """
        what                                             | ana ben lea eve fay dom xe  adm pat oth gon zed mail
        pay me 2026-06                                   |  s   -   -   -   -   -   -   -   -   -   -   -   -
        pay off balance 2026-06                          |  s   -   -   -   -   -   -   -   -   -   -   -   -
        pay bonus 2026-Q3                                |  s   -   -   -   -   -   -   -   -   -   -   -   -
        pay check 2026-06                                |  c   -   -   -   -   -   -   -   -   -   -   -   -
        pay mistake 2026-06 because it lacks a night     |  c   -   -   -   -   -   -   -   -   -   -   -   -
        pay add standby yesterday 9-17 for payments      |  c   -   -   -   -   -   -   -   -   -   -   -   -
        pay add support yesterday 9-17 for search        |  c   -   -   -   -   -   -   -   -   -   -   -   -
        pay team 2026-06                                 |  -   -   -   s   s   -   -   -   -   -   -   -   -
        pay team payments 2026-06                        |  -   -   -   s   s   -   -   -   -   -   -   -   -
        pay lines ana 2026-06                            |  -   -   -   s   s   -   -   -   -   -   -   -   -
        pay lines ana 2026-05                            |  -   -   -   s   -   -   -   -   -   -   -   -   -
        pay waiting 2026-06                              |  -   -   -   -   s   -   -   -   -   -   -   -   -
        pay forecast payments 2026-08                    |  -   -   -   -   s   s   s   -   -   -   -   -   -
        pay approve ana 2026-06                          |  -   -   -   -   c   -   -   -   -   -   -   -   -
        pay adjust ana 2026-06 5 EUR because of a taxi   |  -   -   -   -   c   -   -   -   -   -   -   -   -
        pay adjust ana 2026-05 5 EUR because of a taxi   |  -   -   -   c   -   -   -   -   -   -   -   -   -
        pay export payments 2026-05                      |  -   -   -   c   -   -   -   -   -   -   -   -   -
        pay lock payments 2026-04                        |  -   -   -   c   -   -   -   -   -   -   -   -   -
        pay rate ana 30 EUR                              |  -   -   -   -   c   -   -   -   -   -   -   -   -
        pay factor ana 1.5                               |  -   -   -   -   c   -   -   -   -   -   -   -   -
        pay off take ana 4 2026-07-09                    |  -   -   -   -   c   -   -   -   -   -   -   -   -
        pay me ana 2026-06                               |  -   -   -   -   -   -   -   -   -   -   -   -   -
        pay ana 2026-06                                  |  -   -   -   s   s   -   -   -   -   -   -   -   -
        what does ana earn                               |  -   -   -   s   s   -   -   -   -   -   -   -   -
        pay check ana 2026-06                            |  -   -   -   -   -   -   -   -   -   -   -   -   -
        [pay-approve] pay team 2026-06                   |  -   -   -   s   c   -   -   -   -   -   -   -   -
        [pay-entry-approve] pay waiting 2026-06          |  -   -   -   -   c   -   -   -   -   -   -   -   -
        [pay-entry-reject] pay waiting 2026-06           |  -   -   -   -   c   -   -   -   -   -   -   -   -
        [confirm] pay approve ana 2026-06                |  -   -   -   -   c   -   -   -   -   -   -   -   -
        [run] pay team 2026-06                           |  -   -   -   s   s   -   -   -   -   -   -   -   -
        home                                             |  -   -   -   -   -   -   -   -   -   -   -   -   -
        """;

    // Nobody decides for themselves: of a manager it is the domain's manager, then an executive, then nobody.
    private const string Above = """
        what                                             | ana ben lea eve fay dom xe  adm pat oth gon zed mail
        pay lines fay 2026-06                            |  -   -   -   -   -   s   s   -   -   -   -   -   -
        pay approve fay 2026-06                          |  -   -   -   -   -   c   -   -   -   -   -   -   -
        pay adjust fay 2026-06 5 EUR because of a taxi   |  -   -   -   -   -   c   -   -   -   -   -   -   -
        pay rate fay 30 EUR                              |  -   -   -   -   -   c   -   -   -   -   -   -   -
        pay factor fay 1.5                               |  -   -   -   -   -   c   -   -   -   -   -   -   -
        pay approve dom 2026-06                          |  -   -   -   -   -   -   c   -   -   -   -   -   -
        pay rate dom 30 EUR                              |  -   -   -   -   -   -   c   -   -   -   -   -   -
        pay approve adm 2026-06                          |  -   -   -   -   -   -   c   -   -   -   -   -   -
        pay rate adm 30 EUR                              |  -   -   -   -   -   -   c   -   -   -   -   -   -
        pay approve xe 2026-06                           |  -   -   -   -   -   -   -   -   -   -   -   -   -
        pay adjust xe 2026-06 5 EUR because of a taxi    |  -   -   -   -   -   -   -   -   -   -   -   -   -
        pay rate xe 30 EUR                               |  -   -   -   -   -   -   -   -   -   -   -   -   -
        """;

    // root: admin in the settings (decision 0196); own: bound to payments; oth: bound to search, for which ana stood in once.
    private const string Routes = """
        what                                             | no  read write ingest admin root pay pay-own pay-oth write-own write-oth
        GET /compensation ?period=2026-06&person=ana     | -   -    -     -      -     s    s   s       -       -         -
        GET /compensation ?period=2026-06&team=payments  | -   -    -     -      -     s    s   s       -       -         -
        GET /compensation ?period=2026-06&team=search    | -   -    -     -      -     s    s   -       -       -         -
        GET /compensation ?period=2026-06&format=csv     | -   -    -     -      -     s    s   -       -       -         -
        POST /compensation/{period}/check june           | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/check june-team      | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/approve june         | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/approve june-team    | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/approve june-search  | -   -    -     -      -     c    c   -       -       -         -
        POST /compensation/{period}/export may           | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/export may-team      | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/lock april           | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/{period}/lock april-team      | -   -    -     -      -     c    c   c       -       -         -
        POST /compensation/adjustments adjustment        | -   -    -     -      -     c    c   c       -       -         -
        PUT /people/{id}/pay rate                        | -   -    -     -      -     c    c   c       -       -         -
        PUT /people/{id}/pay factor                      | -   -    -     -      -     c    c   c       -       -         -
        GET /time-entries ?person=ana                    | -   -    -     -      -     s    s   s       -       -         -
        GET /time-entries ?from=2026-06-01T00:00:00Z     | -   -    -     -      -     s    s   -       -       -         -
        POST /time-entries standby-payments              | -   -    c     -      c     c    -   -       -       c         -
        POST /time-entries support-payments              | -   -    c     -      c     c    -   -       -       c         -
        POST /time-entries standby-search                | -   -    c     -      c     c    -   -       -       -         -
        POST /time-entries support-search                | -   -    c     -      c     c    -   -       -       -         -
        POST /time-entries/{entry} payments/approve      | -   -    -     -      -     c    c   c       -       -         -
        POST /time-entries/{entry} payments/reject       | -   -    -     -      -     c    c   c       -       -         -
        POST /time-entries/{entry} search/approve        | -   -    -     -      -     c    c   -       -       -         -
        POST /time-entries/{entry} search/reject         | -   -    -     -      -     c    c   -       -       -         -
        GET /messages ?from=2026-06-01T00:00:00Z         | -   -    -     -      -     -    -   -       -       -         -
        GET /audit ?from=2026-06-01T00:00:00Z            | -   -    -     -      -     -    -   -       -       -         -
        """;

    private PayRightsWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PayRightsWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Pay_is_shown_and_changed_as_the_table_says_and_in_no_other_way()
    {
        foreach (var table in new[] { Chat, Above }) Same(table, await TableAsync(table, world.ChatAsync));
        Same(Routes, await TableAsync(Routes, world.RouteAsync));
        // A new command, button or route has to have its row.
        var rows = string.Join('\n', Chat, Above, Routes).Split('\n');
        Assert.All(world.Router.Verbs.Where(verb => verb.Group == "pay").Select(verb => verb.Id)
            .Concat(world.Presses.Select(press => $"[{press}]")).Concat(await world.RoutesAsync()),
            what => Assert.Contains(rows, row => row.StartsWith($"{what} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_of_a_team_sees_of_somebody_who_stood_in_for_it_what_they_stood_in()
    {
        // 4 h at a tenth of 77.77.
        var seen = (await world.GetAsync("/api/v1/compensation?period=2026-06&team=search", "pay-oth")).Json;
        var line = Assert.Single(seen.GetProperty("lines").EnumerateArray(), IsHers);
        Assert.Equal(("2026-06/ana/2", "search", 31.11m),
            (line.GetProperty("id").GetString(), line.GetProperty("rotation").GetString(), line.GetProperty("amount").GetDecimal()));
        var person = Assert.Single(seen.GetProperty("people").EnumerateArray(), IsHers);
        Assert.Equal("""[{"amount":31.11,"currency":"EUR"}]""", person.GetProperty("totals").GetRawText());
        Assert.Equal(0, person.GetProperty("timeOff").GetProperty("earned").GetDecimal());
        var csv = (await world.GetAsync("/api/v1/compensation?period=2026-06&team=search&format=csv", "pay-oth")).Text;
        Assert.Contains(",31.11,", Assert.Single(csv.Split('\n'), row => row.StartsWith("2026-06,ana", StringComparison.Ordinal)),
            StringComparison.Ordinal);

        static bool IsHers(JsonElement one) => one.GetProperty("person").GetString() == "ana";
    }

    private static void Same(string table, string found) =>
        Assert.True(table == found, $"Rows that differ:\n{string.Join('\n', found.Split('\n').Except(table.Split('\n')))}");

    private static async Task<string> TableAsync(string table, Func<string, string, Task<char>> mayAsync)
    {
        var lines = table.Split('\n');
        var found = new StringBuilder(lines[0]);
        var head = lines[0][(lines[0].IndexOf('|', StringComparison.Ordinal) + 1)..];
        var columns = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Skip(1))
        {
            var cut = line.IndexOf('|', StringComparison.Ordinal);
            var cells = line[(cut + 1)..].ToCharArray();
            var at = -1;
            foreach (var who in columns)
            {
                at = Array.FindIndex(cells, at + 1, cell => cell != ' ');
                cells[at] = await mayAsync(line[..cut].Trim(), who);
            }

            found.Append('\n').Append(line[..(cut + 1)]).Append(cells);
        }

        return found.ToString();
    }
}
