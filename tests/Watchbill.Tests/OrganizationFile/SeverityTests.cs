using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>What <c>severities:</c> sets, and what it refuses.</summary>
public sealed class SeverityTests
{
    [Theory]
    [InlineData("severities: {sev3: {impact: 0.5}, sev4: {urgency: low}}", "")]
    [InlineData("severities: {sev3: {urgency: none}, sev4: {urgency: low}}", "sev4: is more urgent than sev3")]
    [InlineData("severities: {sev3: {impact: 50}}", "'50' is no impact")]
    [InlineData("severities: {sev5: {impact: 1}}", "there is no key 'sev5' here")]
    [InlineData("severities: {sev4: {urgency: loud}}", "'loud' is not known here")]
    public async Task QH11_they_are_read_or_refused_by_name(string line, string refusal)
    {
        var applying = new Applying();
        var result = await applying.ApplyAsync($"organization: Example\n{line}\npeople: [{{id: ana, name: Ana}}]\n");
        if (refusal.Length > 0)
        {
            Assert.Contains(refusal, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
            return;
        }

        Assert.Empty(result.Errors);
        var read = (await applying.Store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId,
            TestContext.Current.CancellationToken))!.Value.Severities!;
        Assert.Equal((new SeverityRule(Urgency.Low, 0.5m), new SeverityRule(Urgency.Low, 0), Severities.Default.Sev1),
            (read.Sev3, read.Sev4, read.Sev1));
    }
}
