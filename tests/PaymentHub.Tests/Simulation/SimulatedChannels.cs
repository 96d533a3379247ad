using System.Text.Json.Nodes;
using PaymentHub.BankExchange.Channels;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Seeds.Bank;
using PaymentHub.Storage;
using PaymentHub.Tests.BankExchange;
using PaymentHub.Tests.Harness;

namespace PaymentHub.Tests.Simulation;

/// <summary>What the service said about a file that was handed in.</summary>
/// <param name="Id">The file, or null where it was refused at once.</param>
/// <param name="IsDuplicate">These bytes had come before.</param>
/// <param name="Said">The answer, for a report.</param>
internal readonly record struct HandedIn(Guid? Id, bool IsDuplicate, string Said);

/// <summary>
/// The ways on which a month's files travel, drawn by seed for each bank: the API, a watched folder, or the bank's own
/// SFTP server (a real one, where this machine has the program; each look at it is a greeting, so few banks). At the
/// bank's place our files are taken from where they lie, and what became of the bank's own is read from the receipts
/// that lie there.
/// </summary>
internal sealed class SimulatedChannels : IAsyncDisposable
{
    private const int Ways = 30;
    private const int WaysByFolder = 7;
    private const int MostLooks = 30;
    private const string HalfWritten = "files looked at half written";
    private const string LostAnswers = "answers lost on the way out";
    private static readonly string[] Banks = ["AGRI", "VIETIN", "BIDV", "VCB"];

    private readonly Chance _chance;
    private readonly string _folder;
    private readonly SshServer? _server;
    private readonly Dictionary<string, ChannelKind> _kinds;
    private readonly bool _answersGetLost;
    private readonly Dictionary<string, int> _counts = new() { [HalfWritten] = 0 };

    private SimulatedChannels(long seed, string folder, SshServer? server)
    {
        (_chance, _folder, _server) = (new Chance(seed), folder, server);
        _kinds = Banks.ToDictionary(b => b, b => KindOf(_chance, b) is var kind && kind == ChannelKind.Sftp
            && server is null ? ChannelKind.Folder : kind);
        foreach (var kind in _kinds.Values.Distinct().Where(k => k != ChannelKind.Https))
            (_counts[$"files out by {kind}"], _counts[$"files in by {kind}"]) = (0, 0);
        if (server is null) return;
        _counts[LostAnswers] = 0;
        _answersGetLost = _chance.Below("lost-answer", "", 2) == 0;
    }

    /// <summary>What the service is started with.</summary>
    public (string Key, string Value)[] Settings =>
    [
        (ChannelSettings.FolderKey, _folder), (ChannelSettings.SftpKeysKey, _server?.Keys ?? _folder),
        (ChannelSettings.EveryKey, "0"), (ChannelSettings.StableKey, "0"), (ChannelSettings.PatienceKey, "5"),
    ];

    /// <summary>How often each thing happened on the way.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Starts what the seed's ways need; nothing for a month whose banks all use the API.</summary>
    public static async Task<SimulatedChannels> OpenAsync(long seed)
    {
        var chance = new Chance(seed);
        var withServer = Banks.Where(b => KindOf(chance, b) == ChannelKind.Sftp).ToArray();
        var server = withServer.Length == 0 ? null : await SshServer.TryStartAsync(withServer);
        return new SimulatedChannels(
            seed, Directory.CreateTempSubdirectory("paymenthub-places-").FullName, server);
    }

    /// <summary>Two people agree on each bank's way.</summary>
    public async Task AgreeAsync(ISimulatedService hub)
    {
        foreach (var (bank, kind) in _kinds.Where(k => k.Value != ChannelKind.Https))
        {
            // The bank's own folders are there before anybody sends.
            foreach (var name in new[] { "out", "in" }) Place(bank, name);
            var proposed = await hub.As("quantri").PostAsync($"/api/banks/{bank}/changes", new JsonObject
            {
                ["channel"] = ChannelOf(bank, kind),
                ["reason"] = PartnerSteps.Why,
            });
            var no = proposed["waiting"]!.AsArray().Max(w => (int)w!["no"]!);
            await hub.As("khobac").PostAsync($"/api/banks/{bank}/changes/{no}/agree");
        }

        if (_answersGetLost) await File.WriteAllTextAsync(_server!.LosesAnswersFlag, "");
    }

    /// <summary>Our file as it reaches the bank.</summary>
    public async Task<byte[]> TakeAsync(ISimulatedService hub, string bank, string messageId, string fileName)
    {
        var kind = _kinds.GetValueOrDefault(bank, ChannelKind.Https);
        if (kind == ChannelKind.Https)
            return await hub.As(Story.BankFiles.UserOf(bank)).DownloadAsync($"/api/files/{messageId}/content");
        var delivered = await hub.As("khobac").UntilAsync(
            $"/api/files/{messageId}", f => $"{f["file"]!["status"]}" == "Delivered");
        Count($"files out by {kind}");
        if (delivered["events"]!.AsArray().Any(e => $"{e!["what"]}" == "Unknown")) Count(LostAnswers);
        return await File.ReadAllBytesAsync(Path.Combine(Place(bank, "out"), fileName));
    }

    /// <summary>All of the month's files are out: the lines to the banks hold from here on.</summary>
    public void AllOut()
    {
        if (_answersGetLost) File.Delete(_server!.LosesAnswersFlag);
    }

    /// <summary>A bank's file on its way to us.</summary>
    public async Task<HandedIn> HandInAsync(ISimulatedService hub, BankFile file)
    {
        var kind = _kinds.GetValueOrDefault(file.Institution, ChannelKind.Https);
        if (kind != ChannelKind.Https) return await LayDownAsync(hub, file, kind);
        var sent = await hub.As(Story.BankFiles.UserOf(file.Institution)).UploadAsync(
            $"/api/bank-files?institution={file.Institution}", file.FileName, file.ToArray());
        if ((int)sent.Status is not (200 or 202)) return new HandedIn(null, false, $"{sent.Status} {sent.Text}");
        return new HandedIn(Guid.Parse($"{sent.Json["fileId"]}"), sent.Json["duplicateOf"] is not null, sent.Text);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<HandedIn> LayDownAsync(ISimulatedService hub, BankFile file, ChannelKind kind)
    {
        Count($"files in by {kind}");
        var place = Path.Combine(Place(file.Institution, "in"), file.FileName);
        var receipts = Path.Combine(Place(file.Institution, "out"), ChannelReceipts.Folder);
        if (Directory.Exists(receipts))
            foreach (var old in Directory.GetFiles(receipts)) File.Delete(old);
        var bytes = file.ToArray();
        await WriteAsync(hub, file, place, bytes);
        var sha = RawFiles.HashOf(bytes);
        for (var look = 0; look < MostLooks; look++)
        {
            await FetchAsync(hub, file.Institution);
            if (File.Exists(place)) continue;
            if (Receipt(receipts, sha) is { } receipt)
            {
                return new HandedIn(
                    Guid.Parse($"{receipt["fileId"]}"), $"{receipt["fileName"]}" != file.FileName, $"{receipt}");
            }
        }

        return new HandedIn(null, false, $"{file.FileName} was not taken or has no receipt");
    }

    // Some are looked at while the bank still writes them.
    private async Task WriteAsync(ISimulatedService hub, BankFile file, string place, byte[] bytes)
    {
        if (_chance.Below("grows", $"{file.Institution}{file.FileName}", 3) == 0)
        {
            await File.WriteAllBytesAsync(place, bytes[..(bytes.Length / 2)]);
            await FetchAsync(hub, file.Institution);
            Count(HalfWritten);
        }

        await File.WriteAllBytesAsync(place, bytes);
    }

    private static Task<JsonNode> FetchAsync(ISimulatedService hub, string bank) =>
        hub.As("doisoat").PostAsync($"/api/banks/{bank}/fetch");

    private static JsonNode? Receipt(string folder, string sha)
    {
        const int Shown = 12;
        if (!Directory.Exists(folder)) return null;
        var found = Directory.GetFiles(folder, $"{sha[..Shown]}-*.json").Order(StringComparer.Ordinal).FirstOrDefault();
        return found is null ? null : JsonNode.Parse(File.ReadAllText(found));
    }

    private JsonObject ChannelOf(string bank, ChannelKind kind)
    {
        var channel = new JsonObject { ["kind"] = $"{kind}", ["drop"] = "out", ["pickup"] = "in" };
        if (kind == ChannelKind.Folder) return channel;
        (channel["drop"], channel["pickup"]) = ($"{bank}-out", $"{bank}-in");
        (channel["host"], channel["port"]) = ("127.0.0.1", _server!.Port);
        (channel["user"], channel["hostKey"]) = (SshServer.User, _server.HostKey);
        return channel;
    }

    private string Place(string bank, string name) => _kinds[bank] == ChannelKind.Sftp
        ? _server!.OpenFolder($"{bank}-{name}")
        : Directory.CreateDirectory(Path.Combine(_folder, bank, name)).FullName;

    private static ChannelKind KindOf(Chance chance, string bank) => chance.Below("channel", bank, Ways) switch
    {
        0 => ChannelKind.Sftp,
        <= WaysByFolder => ChannelKind.Folder,
        _ => ChannelKind.Https,
    };

    private void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;
}
