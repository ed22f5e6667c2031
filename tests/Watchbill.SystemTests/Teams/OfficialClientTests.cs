using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>Microsoft's own libraries against our fake, our signer and our cards: what they accept, Teams' side accepts.</summary>
public sealed class OfficialClientTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_types_of_Microsofts_cards_know_every_element_of_ours()
    {
        var cards = OfficialCards.All.Select(card => $"export const card{card.Name.Replace('-', '_')}: IAdaptiveCard = {card.Card};");
        var source = "import type { IAdaptiveCard } from '@microsoft/teams.cards';\n" + string.Join('\n', cards);
        var folder = await OfficialClients.Cards.FolderOrSkipAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "cards.ts"), source, Ct);
        using var compiler = await OfficialClients.RunOrSkipAsync(OfficialClients.Cards,
            """
            const ts = require('typescript');
            const options = {
              noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022,
            };
            const faults = ts.getPreEmitDiagnostics(ts.createProgram(['cards.ts'], options));
            for (const fault of faults) {
              const place = fault.file ? fault.file.text.slice(fault.start, fault.start + 60) : '';
              console.log(`${ts.flattenDiagnosticMessageText(fault.messageText, ' ')} ${place}`);
            }
            console.log('checked');
            """);
        Assert.Equal("checked", await compiler.LineAsync());
        Assert.True(OfficialCards.All.Count() >= 30);
    }

    /// <summary>
    /// So that what our fake signs is what the Bot Connector signs: the verifier of Microsoft's archived SDK, which millions of bots had.
    /// </summary>
    [Fact]
    public async Task Microsofts_verifier_accepts_what_the_fake_signs_and_nothing_else()
    {
        await using var fake = await FakeTeams.StartAsync();
        fake.Keys["webchat"] = (RSA.Create(2048), ["webchat"]);
        using var forger = RSA.Create(2048);
        var now = SystemClock.Instance.GetCurrentInstant();
        var seconds = now.ToUnixTimeSeconds();
        (string What, string Token)[] tokens =
        [
            ("accepted", Signed((_, _) => { })),
            ("accepted", Signed((_, claims) => claims["exp"] = seconds - 240)),
            ("refused", Signed((_, claims) => claims["exp"] = seconds - 400)),
            ("refused", Signed((_, claims) => claims["iss"] = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")),
            ("refused", Signed((_, claims) => claims["aud"] = Guid.Empty.ToString())),
            ("refused", Signed((_, claims) => claims["serviceurl"] = "https://smba.trafficmanager.net/amer/")),
            ("refused", Signed((header, _) => header["kid"] = "none")),
            ("refused", Signed((header, _) => header["kid"] = "webchat", fake.Keys["webchat"].Key)),
            ("refused", Signed((_, _) => { }, forger)),
            ("refused", Signed((header, _) => header["alg"] = "none")),
            ("refused", "garbage"),
        ];
        using var verifier = await OfficialClients.RunOrSkipAsync(OfficialClients.Teams,
            """
            const { ChannelValidation, SimpleCredentialProvider } = require('botframework-connector');
            ChannelValidation.OpenIdMetadataEndpoint = process.env.METADATA;
            const credentials = new SimpleCredentialProvider(process.env.APP, '');
            (async () => {
              for (const token of JSON.parse(process.env.TOKENS)) {
                try {
                  const header = `Bearer ${token}`;
                  await ChannelValidation.authenticateChannelTokenWithServiceUrl(header, credentials, process.env.URL, 'msteams');
                  console.log('accepted');
                } catch (refusal) { console.log('refused'); }
              }
            })();
            """, ("METADATA", fake.MetadataUrl), ("APP", FakeTeams.AppId), ("URL", FakeTeams.ServiceUrl),
            ("TOKENS", JsonSerializer.Serialize(tokens.Select(token => token.Token))));
        foreach (var (what, token) in tokens)
            Assert.True(what == await verifier.LineAsync(), $"It should be {what}: {token}");

        string Signed(Action<JsonObject, JsonObject> change, RSA? key = null)
        {
            var (header, claims) = FakeTeams.Good(now);
            change(header, claims);
            return FakeTeams.Sign(header, claims, words => FakeTeams.Rs256(key ?? fake.Keys["one"].Key, words));
        }
    }
}
