using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>A file that is empty or cut off would retire everybody, admins too.</summary>
public sealed class EmptyFileTests
{
    private const string Six = """
        organization: Example
        people: [{id: ana, name: A, admin: true}, {id: ben, name: B}, {id: cai, name: C}, {id: dora, name: D},
          {id: eve, name: E}, {id: fay, name: F}]
        teams: [{id: t, lead: ana, members: [ana, ben, cai]}]
        rotations: []
        """;

    private static readonly ApplyOrigin Plain = new("token:ops", "api");

    private readonly Applying file = new();

    [Theory]
    [InlineData("{}", "organization", "people")]
    [InlineData("organization: Example", "people")]
    [InlineData("organization: Example\npeople: []", "people")]
    [InlineData("people: [{id: ana, name: A}]", "organization")]
    public async Task A_file_without_a_name_or_people_is_refused_always(string yaml, params string[] keys)
    {
        await file.ApplyAsync(Six);
        var result = await file.ApplyAsync(yaml, file.Store, dryRun: false, Plain with { AllowRetire = true });
        Assert.Equal(keys, result.Errors.Select(error => error.Key));
        Assert.False((await file.FindAsync<Person>("ana"))!.Retired);
        Assert.True((await file.FindAsync<Person>("ana"))!.Admin);
    }

    [Theory]
    [InlineData("ana, ben, cai, dora", null)] // A third may leave.
    [InlineData("ana, ben, cai",
        "would retire 3 of 6 people (dora, eve, fay). A file that is cut off looks like this. If it is meant, send it with "
        + "allowRetire=true; dryRun=true shows all that it changes.")]
    public async Task One_that_would_retire_more_than_a_third_is_refused_unless_it_is_meant(string left, string? refusal)
    {
        await file.ApplyAsync(Six);
        var cut = "organization: Example\nteams: [{id: t, lead: ana, members: [ana, ben, cai]}]\npeople:\n"
            + string.Concat(left.Split(", ").Select(id => $"  - {{id: {id}, name: {id}, admin: {(id == "ana" ? "true" : "false")}}}\n"));
        var dry = await file.ApplyAsync(cut, file.Store, dryRun: true, Plain);
        Assert.Equal(refusal is null ? [] : ["would retire 3 of 6 people (dora, eve, fay)."], dry.Warnings.Select(one => one.Text));
        Assert.Empty(dry.Errors);
        var result = await file.ApplyAsync(cut, file.Store, dryRun: false, Plain);
        Assert.Equal(refusal is null ? [] : [refusal], result.Errors.Select(error => error.Message));
        Assert.Equal(refusal is null, (await file.FindAsync<Person>("fay"))!.Retired);

        Assert.Empty((await file.ApplyAsync(cut, file.Store, dryRun: false, Plain with { AllowRetire = true })).Errors);
        Assert.True((await file.FindAsync<Person>("fay"))!.Retired);
    }

    [Fact]
    public async Task What_is_renamed_or_made_in_chat_is_not_lost()
    {
        await file.ApplyAsync(Six);
        var renamed = Six.Replace("{id: ben,", "{id: bee, was: ben,", StringComparison.Ordinal)
            .Replace("{id: cai,", "{id: sea, was: cai,", StringComparison.Ordinal)
            .Replace("{id: dora,", "{id: dee, was: dora,", StringComparison.Ordinal)
            .Replace("[ana, ben, cai]", "[ana, bee, sea]", StringComparison.Ordinal);
        Assert.Empty((await file.ApplyAsync(renamed, file.Store, dryRun: false, Plain)).Errors);
    }
}
