using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Watchbill.Fixtures;

namespace Watchbill.Compensation;

/// <summary>A spreadsheet reads what payroll is sent.</summary>
public sealed class SpreadsheetTests
{
    private const string PayToken = "system-tests-pay-0123456789";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_and_sums_are_those_of_the_API_and_no_cell_is_a_formula()
    {
        Needs.Met(Needs.OnPath("ssconvert") is not null, "ssconvert (package gnumeric) is not installed; no spreadsheet read the CSV.");
        await using var host = new Host();
        host.Settings["Api__Tokens__1__Name"] = "payroll";
        host.Settings["Api__Tokens__1__Secret"] = PayToken;
        host.Settings["Api__Tokens__1__Scope"] = "pay";
        await host.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", PayToken);
        // Of a month that was over before this host began to record: nothing is worked in it while the test runs.
        var period = NodaTime.SystemClock.Instance.GetCurrentInstant().InUtc().Date.PlusMonths(-1)
            .ToString("uuuu-MM", CultureInfo.InvariantCulture);
        foreach (var (person, amount, reason) in new[] { ("ana", "1234.5", "=1+2"), ("ben", "-10.05", "@SUM(1,2)"),
            ("ana", "0.1", "a taxi, \"late\"") })
        {
            using var made = await http.PostAsJsonAsync("/api/v1/compensation/adjustments",
                new { person, period, amount = decimal.Parse(amount, CultureInfo.InvariantCulture), currency = "EUR", reason }, Ct);
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Ct));
        }

        var csv = await http.GetStringAsync($"/api/v1/compensation?period={period}&format=csv", Ct);
        var json = await http.GetFromJsonAsync<JsonElement>($"/api/v1/compensation?period={period}", Ct);
        var rows = await ThroughSpreadsheetAsync(host.Folder, csv);
        Assert.Equal(
            "period,person,name,team,rotation,kind,class,start,end,hours,rate,factor,amount,currency,policy,state,reason".Split(','),
            rows[0]);
        var amounts = rows.Skip(1).Select(row => decimal.Parse(row[12], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(json.GetProperty("lines").GetArrayLength(), amounts.Count);
        Assert.Equal(json.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("amount").GetDecimal()), amounts.Sum());
        Assert.Equal(1224.55m, amounts.Sum());
        Assert.Contains(rows, row => row[^1].TrimStart('\'') == "=1+2");
        Assert.Contains(rows, row => row[^1].TrimStart('\'') == "@SUM(1,2)");
        Assert.Contains(rows, row => row[^1] == "a taxi, \"late\"");
    }

    // Into a workbook and out of it again: what is read back is what its cells hold.
    private static async Task<IReadOnlyList<string[]>> ThroughSpreadsheetAsync(string folder, string csv)
    {
        var (sent, book, back) = (Path.Combine(folder, "pay.csv"), Path.Combine(folder, "pay.xlsx"), Path.Combine(folder, "back.txt"));
        await File.WriteAllTextAsync(sent, csv, Ct);
        await RunAsync(sent, book);
        await RunAsync("-T", "Gnumeric_stf:stf_assistant", "-O", "separator=\u0001 quoting-mode=never format=raw", book, back);
        return [.. (await File.ReadAllLinesAsync(back, Ct)).Where(line => line.Length > 0).Select(line => line.Split('\u0001'))];
    }

    private static async Task RunAsync(params string[] words)
    {
        using var run =
            Process.Start(new ProcessStartInfo("ssconvert", words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await run.StandardError.ReadToEndAsync(Ct);
        await run.WaitForExitAsync(Ct);
        Assert.True(run.ExitCode == 0, error);
    }
}
