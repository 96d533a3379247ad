using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace PaymentHub.Operator.Bench;

/// <summary>The month of the demo, step by step as its users do it.</summary>
public sealed class BenchMonth(
    BenchStages stages, MeasuredService service, NpgsqlDataSource source, SeedsProgram seeds, BenchOptions options)
{
    private const string Period = "2026-11";
    private const string DraftRow = "TOP_UP,TINH,HTXH,,PERCENT=10,2026-11-01,,2026-11-01,,,dự thảo,unverified,draft,";
    private const string DraftHeader =
        "kind,code,program_code,group_code,value,applies_from,ends,in_force_from,vi_text,en_text,legal_basis,verified,"
        + "source,note";

    /// <summary>Runs and measures everything from the register to the proof.</summary>
    public async Task RunAsync()
    {
        await ClockAsync("2026-10-22T01:00:00Z");
        await stages.StoreAsync(options.OnlyRegister ? "register-alone" : "register", RegisterAsync);
        await WhatIfAsync();
        if (options.OnlyRegister) return;
        await stages.StoreAsync("plan", PlanAsync);
        await ShapeAsync();
        await ClockAsync("2026-10-23T01:00:00Z");
        await stages.StoreAsync("approve", ApproveAsync);
        await ClockAsync("2026-10-29T01:00:00Z");
        await ImportAsync("deaths", "deaths-late.csv");
        await ClockAsync("2026-10-30T01:00:00Z");
        await stages.StoreAsync("release", ReleaseAsync);
        await CollectAsync();
        await seeds.AnswerAsync();
        var files = BankAnswer.All(seeds.In);
        new ParseLimit(stages.Report, options).Measure(
            [.. files.Where(f => f.Kind == "Statement").Select(f => f.Path)]);
        await stages.StoreAsync("status", () => ReceiveAsync([.. files.Where(f => f.Kind == "Status")]));
        await stages.StoreAsync("settle", () => ReceiveAsync([.. files.Where(f => f.Kind != "Status")]));
        await stages.ReadAsync(
            "flags", () => service.PostAsync("thanhtra", $"/api/flags/screen?period={Period}"),
            a => a["findings"]!.GetValue<long>());
        await ProveAsync();
    }

    private async Task<JsonObject?> RegisterAsync()
    {
        await ImportAsync("allotments", "allotments.csv");
        await ImportAsync("register", "register.csv");
        await ImportAsync("deaths", "deaths.csv");
        return new JsonObject
        {
            ["people"] = options.People,
            ["fileRows"] = await stages.CountAsync("select sum(rows)::bigint from hub.import"),
        };
    }

    // A tenth more for every social pension, computed for everybody and stored nowhere.
    private async Task WhatIfAsync()
    {
        var draft = Path.Combine(options.Work, "draft.csv");
        await File.WriteAllTextAsync(draft, DraftHeader + "\n" + DraftRow + "\n");
        var priced = await stages.ReadAsync(
            options.OnlyRegister ? "what-if-alone" : "what-if",
            () => service.UploadAsync("lap", $"/api/what-if?month={Period}", draft, "draft.csv"),
            a => a["people"]!.GetValue<long>());
        var (before, after) = (priced["monthBefore"]!.GetValue<long>(), priced["monthAfter"]!.GetValue<long>());
        stages.Report.Require(
            priced["peopleAffected"]!.GetValue<long>() > 0 && after > before,
            $"what-if: a month of {before} would be {after}.");
    }

    private async Task<JsonObject?> PlanAsync()
    {
        await service.PostAsync("lap", $"/api/runs/{Period}/plan");
        await stages.UntilAsync("plan", 1, "select count(*) from hub.run_step where status = 'Planned'");
        return new JsonObject { ["payments"] = await stages.CountAsync("select count(*) from hub.payment") };
    }

    private async Task ShapeAsync()
    {
        await using var command = source.CreateCommand("""
            select count(distinct b.commune), count(distinct b.programme), count(distinct b.institution), count(*),
                (percentile_disc(0.5) within group (order by p.payments))::bigint, sum(p.payments)::bigint
            from hub.batch b
            join (select batch_id, count(*) as payments from hub.payment group by batch_id) p on p.batch_id = b.batch_id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        stages.Report.Line(new JsonObject
        {
            ["stage"] = "shape",
            ["people"] = options.People,
            ["communes"] = reader.GetInt64(0),
            ["programmes"] = reader.GetInt64(1),
            ["institutions"] = reader.GetInt64(2),
            ["batches"] = reader.GetInt64(3),
            ["medianPaymentsInABatch"] = reader.GetInt64(4),
            ["payments"] = reader.GetInt64(5),
        });
    }

    private async Task<JsonObject?> ApproveAsync()
    {
        var submitted = await ActAsync("trinh", "submit");
        await ActAsync("duyet1", "approve");
        await ActAsync("duyet2", "approve");
        var approved = await stages.CountAsync(
            "select count(distinct batch_id) from hub.batch_step where status = 'Approved'");
        stages.Report.Require(approved == submitted, $"approve: {approved} of {submitted} batches are approved.");
        return new JsonObject { ["batches"] = approved };
    }

    private async Task<JsonObject?> ReleaseAsync()
    {
        var answer = await service.PostAsync("khobac", "/api/batches/release", new JsonObject { ["period"] = Period });
        string[] sent = [.. answer["messageIds"]!.AsArray().Select(id => id!.GetValue<string>())];
        await stages.UntilAsync(
            "release", sent.Length, "select count(*) from hub.instruction_file where message_id = any($1)", sent);
        return new JsonObject { ["files"] = sent.Length };
    }

    private async Task CollectAsync()
    {
        var files = await service.GetAsync("khobac", $"/api/files?period={Period}");
        foreach (var file in files["items"]!.AsArray())
        {
            var institution = file!["institution"]!.GetValue<string>();
            var path = Path.Combine(seeds.Out, $"{institution}__{file["fileName"]}");
            await service.DownloadAsync(UserOf(institution), $"/api/files/{file["messageId"]}/content", path);
        }
    }

    /// <summary>Every institution sends its files in their order; institutions do not wait for each other.</summary>
    private async Task<JsonObject?> ReceiveAsync(BankAnswer[] files)
    {
        await ClockAsync("2026-11-25T01:00:00Z");
        await Task.WhenAll(files.GroupBy(f => f.Institution).Select(async group =>
        {
            foreach (var file in group)
            {
                await service.UploadAsync(
                    UserOf(file.Institution), $"/api/bank-files?institution={file.Institution}", file.Path, file.Name);
            }
        }));
        string[] hashes = [.. files.Select(f => f.Sha256)];
        await stages.UntilAsync("receive", files.Length, """
            select count(*) from hub.bank_file_step d join hub.bank_file_step r on r.file_id = d.file_id
            where r.sha256 = any($1) and d.status in ('Reconciled', 'Held', 'Refused')
            """, hashes);
        var stopped = await stages.CountAsync(
            "select count(*) from hub.bank_file_step where status in ('Held', 'Refused')");
        stages.Report.Require(stopped == 0, $"receive: {stopped} files were not accepted.");
        return new JsonObject { ["files"] = files.Length, ["megabytes"] = files.Sum(f => f.Size) >> 20 };
    }

    private async Task ProveAsync()
    {
        var verified = await stages.ReadAsync(
            "verify", () => service.PostAsync("thanhtra", "/api/verify"),
            a => a["tables"]!.AsArray().Sum(t => t!["rows"]!.GetValue<long>()));
        stages.Report.Require(
            verified["holds"]!.GetValue<bool>(), "verify: rows and events differ: " + string.Join("; ",
                verified["tables"]!.AsArray().Where(t => t!["differs"]!.GetValue<bool>())));
        var tieOut = await stages.ReadAsync(
            "tie-out", () => service.GetAsync("thanhtra", $"/api/tie-out/{Period}"),
            a => a["identities"]!.AsArray().Count);
        stages.Report.Require(
            tieOut["holds"]!.GetValue<bool>(), "tie-out: an identity does not hold: " + string.Join("; ",
                tieOut["identities"]!.AsArray().Where(i => !i!["holds"]!.GetValue<bool>())));
    }

    private async Task<int> ActAsync(string user, string act)
    {
        var answer = await service.PostAsync(user, $"/api/batches/{act}", new JsonObject { ["period"] = Period });
        return answer["acted"]!.AsArray().Count;
    }

    private Task<JsonNode> ClockAsync(string now) =>
        service.PostAsync("quantri", "/api/demo/clock", new JsonObject { ["now"] = now });

    private async Task ImportAsync(string kind, string file)
    {
        var sent = await service.UploadAsync(
            "nhap", $"/api/register/imports?kind={kind}", Path.Combine(seeds.Province, file), file);
        string[] id = [$"{sent["importId"]}"];
        await stages.UntilAsync(file, 1, """
            select count(*) from hub.import
            where import_id::text = any($1) and status in ('Completed', 'CompletedWithRefusals', 'Refused')
            """, id);
        var refused = await stages.CountAsync(
            "select count(*) from hub.import where import_id::text = any($1) and status <> 'Completed'", id);
        if (refused > 0) throw new BenchException($"{file} or rows of it were refused.");
    }

    private static string UserOf(string institution) =>
        "bank-" + institution.ToLower(CultureInfo.InvariantCulture);
}

/// <summary>A file that an institution sends, from the index that the seeds program writes beside the files.</summary>
public sealed record BankAnswer(string Institution, string Name, string Kind, string Path, string Sha256, long Size)
{
    /// <summary>All files in the order in which they can be fetched.</summary>
    public static List<BankAnswer> All(string folder)
    {
        var lines = File.ReadLines(System.IO.Path.Combine(folder, "bank-files.csv")).Skip(1).Select(l => l.Split(','));
        return [.. lines.OrderBy(l => l[3], StringComparer.Ordinal).Select(l => Of(folder, l))];
    }

    private static BankAnswer Of(string folder, string[] cells)
    {
        var path = System.IO.Path.Combine(folder, $"{cells[0]}__{cells[1]}");
        return new BankAnswer(cells[0], cells[1], cells[2], path, cells[4].Trim(), new FileInfo(path).Length);
    }
}
