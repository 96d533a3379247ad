using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// <c>bench --stage reconcile --people ENTRIES</c>: statements of the banks with so many debits meet half as many
/// again open payments. They come over HTTP as files of the banks and go the way of every file: gate, staging, exact
/// passes, events and rows. One debit of twenty has lost its reference, and its account is mangled or gone: those are
/// left to the probabilistic pass, which is measured after it and judged by what is known of each line.
/// </summary>
internal sealed class ReconcileStage(
    BenchStages stages, MeasuredService service, NpgsqlDataSource source, BenchOptions options)
{
    public const string Name = "reconcile";
    public const string Received = "received";
    public const string Leftovers = "leftovers";

    private const int OneHardIn = 20;
    private const double MostLeftoverSeconds = 60;
    private const int LeftoversOfBar = 50_000;

    private static readonly YearMonth Period = new(2026, 11);
    private static readonly LocalDate Day = new(2026, 11, 3);

    private readonly ReferenceData _reference = ReferenceData.Load();
    private readonly Dictionary<string, List<BenchDebit>> _debits = [];
    private readonly Dictionary<string, string> _truth = [];
    private long _seen;
    private int _entries;

    /// <summary>Fills, measures and judges.</summary>
    public async Task RunAsync()
    {
        var payments = options.People * 3 / 2;
        var fill = new BenchFill(source, _reference);
        await fill.MonthAsync(Period, 0, payments, (key, placed) =>
        {
            foreach (var payment in placed) Debit(key, payment);
            return [];
        });
        await AnalyseAsync();
        await service.PostAsync("quantri", "/api/demo/clock", new JsonObject { ["now"] = "2026-11-04T01:00:00Z" });
        var files = Write(fill);
        _entries = _debits.Values.Sum(d => d.Count);
        _debits.Clear();
        GC.Collect();
        await using (await HoldPostingAsync())
            await stages.StoreAsync(Received, () => ReceiveAsync(files));
        await stages.StoreAsync(Name, () => PostAsync(files.Count, payments));
        await JudgeExactAsync();
        await LinkAsync(fill);
    }

    // Two payments of three are debited, of every bank and commune alike.
    private void Debit(BatchKey key, PlacedPayment p)
    {
        var no = _seen++;
        if (no % 3 == 2) return;
        var reference = $"FT{no:D10}";
        if (!_debits.TryGetValue(key.Institution, out var own)) _debits[key.Institution] = own = [];
        var chance = BenchNames.Mixed(no);
        var isHard = chance % OneHardIn == 0;
        var account = isHard ? Mangled(p.Payout.Account!, chance) : p.Payout.Account;
        if (isHard) _truth[reference] = p.EndToEndId;
        own.Add(new BenchDebit(
            reference, isHard ? null : p.EndToEndId, account, p.Payout.PayeeName, p.Amount.Dong,
            isHard ? null : BenchFill.MessageIdOf(key)));
    }

    // A digit wrong, two neighbours swapped, the tail alone, or nothing.
    private static string? Mangled(string account, long chance)
    {
        var at = 4 + (int)(chance / 101 % 6);
        return (chance / OneHardIn % 10) switch
        {
            0 => null,
            1 or 2 => account[^6..],
            3 or 4 or 5 when account[at] != account[at + 1] =>
                $"{account[..at]}{account[at + 1]}{account[at]}{account[(at + 2)..]}",
            _ => $"{account[..at]}{(account[at] - '0' + 3) % 10}{account[(at + 1)..]}",
        };
    }

    private List<(Institution Bank, string Path)> Write(BenchFill fill)
    {
        var files = new List<(Institution Bank, string Path)>();
        foreach (var bank in fill.Banks)
        {
            var path = Path.Combine(options.Work, $"{bank.Code}.xml");
            // A bank books in an order of its own.
            var debits = _debits[bank.Code];
            debits.Sort((a, b) => (OrderOf(a), a.Reference).CompareTo((OrderOf(b), b.Reference)));
            BenchStatement.Write(path, bank, Day, debits);
            files.Add((bank, path));
        }

        return files;
    }

    private static long OrderOf(BenchDebit debit) =>
        BenchNames.Mixed(long.Parse(debit.Reference.AsSpan(2), CultureInfo.InvariantCulture));

    // Posting waits for this lock as it waits for an institution's earlier file, so that each stage is measured alone.
    private async Task<NpgsqlConnection> HoldPostingAsync()
    {
        var connection = await source.OpenConnectionAsync();
        foreach (var bank in _reference.Institutions.Keys)
        {
            await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtext($1))", connection);
            command.Parameters.Add(Storage.Parameter.Of("reconcile/" + bank));
            await command.ExecuteNonQueryAsync();
        }

        return connection;
    }

    private async Task<JsonObject?> ReceiveAsync(List<(Institution Bank, string Path)> files)
    {
        await Task.WhenAll(files.Select(f => service.UploadAsync(
            UserOf(f.Bank.Code), $"/api/bank-files?institution={f.Bank.Code}", f.Path, Path.GetFileName(f.Path))));
        var accepted = await stages.CountAsync("select count(*) from hub.bank_file_step where status = 'Accepted'");
        stages.Report.Require(accepted == files.Count, $"reconcile: {accepted} of {files.Count} files were accepted.");
        return new JsonObject
        {
            ["entries"] = await stages.CountAsync("select count(*) from hub.bank_entry"),
            ["megabytes"] = files.Sum(f => new FileInfo(f.Path).Length) >> 20,
        };
    }

    private async Task<JsonObject?> PostAsync(int files, int payments)
    {
        await stages.UntilAsync(
            "reconcile", files, "select count(*) from hub.bank_file_step where status = 'Reconciled'");
        return new JsonObject
        {
            ["entries"] = _entries,
            ["openPayments"] = payments,
            ["leftOver"] = _truth.Count,
        };
    }

    // The exact passes take what names its payment, whole, and nothing else.
    private async Task JudgeExactAsync()
    {
        var left = await stages.CountAsync("select count(*) from hub.entry_break");
        var wrong = await stages.CountAsync("""
            select count(*) from hub.entry_match m join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
            where m.amount <> p.amount or m.rule <> 'EndToEndId'
            """);
        stages.Report.Require(left == _truth.Count, $"reconcile: {left} lines are left over, not {_truth.Count}.");
        stages.Report.Require(wrong == 0, $"reconcile: {wrong} matches are not whole payments by their reference.");
    }

    private async Task LinkAsync(BenchFill fill)
    {
        await AnalyseAsync();
        service.ForgetPeak();
        var used = service.ProcessorTime;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await service.PostAsync("doisoat", "/api/breaks/propose");
        await stages.UntilAsync(
            "propose", fill.Banks.Count, "select count(distinct institution) from hub.match_run");
        var processor = service.ProcessorTime - used;
        var (found, right, auto, autoRight) = await JudgeAsync();
        stages.Report.Stage(
            new Measured(Leftovers, _truth.Count, watch.Elapsed, processor, service.PeakMemoryMb, null),
            new JsonObject
            {
                ["proposed"] = found,
                ["precision"] = Share(right, found),
                ["recall"] = Share(right, _truth.Count),
                ["autoPrecision"] = Share(autoRight, auto),
                ["autoShare"] = Share(auto, _truth.Count),
                ["mostProcessorSeconds"] = MostLeftoverSeconds,
            });
        stages.Report.Require(
            processor.TotalSeconds <= MostLeftoverSeconds || _truth.Count > LeftoversOfBar * 1.1,
            $"leftovers: {processor.TotalSeconds:F1} seconds of one core are more than {MostLeftoverSeconds}.");
    }

    private async Task<(int Found, int Right, int Auto, int AutoRight)> JudgeAsync()
    {
        await using var command = source.CreateCommand("""
            select k.bank_reference, p.end_to_end_id, m.band from hub.match_proposal m
            join hub.entry_break k on k.break_id = m.break_id
            join hub.payment p on p.batch_id = m.batch_id and p.no = m.no where m.band <> 'Ambiguous'
            """);
        await using var r = await command.ExecuteReaderAsync();
        var (found, right, auto, autoRight) = (0, 0, 0, 0);
        while (await r.ReadAsync())
        {
            var (isRight, isAuto) = (_truth[r.GetString(0)] == r.GetString(1), r.GetString(2) == "Auto");
            found++;
            if (isRight) right++;
            if (isAuto) auto++;
            if (isRight && isAuto) autoRight++;
        }

        return (found, right, auto, autoRight);
    }

    // A production server has looked at its tables long before a month's statement comes.
    private async Task AnalyseAsync()
    {
        await using var command = source.CreateCommand("analyze");
        await command.ExecuteNonQueryAsync();
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);

    private static string UserOf(string institution) => "bank-" + institution.ToLower(CultureInfo.InvariantCulture);
}
