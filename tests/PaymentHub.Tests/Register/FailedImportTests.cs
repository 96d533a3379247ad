using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>
/// An import that a fault ends says so, with a way out; a file with defects is told all of them at once, also those
/// that only the register shows.
/// </summary>
public sealed class FailedImportTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const int Rows = 1_500;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task An_import_that_a_fault_ends_is_failed_with_a_code_and_goes_on_when_asked()
    {
        RegisterLine[] lines = [.. Enumerable.Range(520_000, Rows).Select(RegisterLine.Of)];
        await Hub.RegisterAsync(lines);
        var corrected = RegisterLine.FileOf(lines.Select(l => l.With(("Họ và tên", "Nguyễn Văn Ấn"))));
        await BreakAsync(lines[^1].Dossier);

        var failed = await Hub.SendAsync("register", corrected);

        var path = $"/api/register/imports/{failed["importId"]}";
        $"{failed["status"]} {failed["failure"]} {failed["processed"]} {failed["corrected"]}".ShouldBe(
            "Failed P0001 1000 1000");
        (await Hub.As("nhap").TryPostAsync(path + "/cancel")).Code.ShouldBe("import-state");
        var again = await Hub.SendAsync("register", corrected);
        $"{again["importId"]} {again["status"]}".ShouldBe($"{failed["importId"]} Failed");

        await MendAsync();
        await Hub.As("nhap").PostAsync(path + "/resume");
        var done = await Hub.As("nhap").UntilAsync(path, i => $"{i["status"]}" is not ("Received" or "Running"));

        $"{done["status"]} {done["failure"]} {done.Outcome()}".ShouldBe($"Completed  corrected {Rows}");
        ((int)(await Hub.As("nhap").GetAsync(path + "/changes"))["total"]!).ShouldBe(Rows, "the report is whole");
    }

    [Fact]
    public async Task A_refused_file_is_told_every_defect_also_those_that_the_register_shows()
    {
        RegisterLine[] known = [RegisterLine.Of(530_001), RegisterLine.Of(530_002), RegisterLine.Of(530_003)];
        await Hub.RegisterAsync(known);
        await Hub.SendAsync("identifiers", Identifiers($"{known[0].PersonalId},Nguyễn Văn An,CMND,212530001"));
        var file = Identifiers(
            $"{known[1].PersonalId},Nguyễn Văn An,CMND,212530001", "051000,Nguyễn Văn An,CMND,212530009",
            $"{known[2].PersonalId},Nguyễn Văn An,CMND,212530003");

        var trial = await Hub.TryAsync("identifiers", file);
        var refused = await Hub.SendAsync("identifiers", file);

        foreach (var import in new[] { trial, refused })
        {
            Items(import["findings"]).Where(f => $"{f["severity"]}" == "error")
                .Select(f => $"{f["row"]} {f["rule"]}").ShouldContain("2 identifier-of-another");
            Items(import["findings"]).Where(f => (int)f["row"]! == 3).ShouldNotBeEmpty();
            ((int)import["refused"]!).ShouldBe(2, import.ToJsonString());
        }

        $"{refused["status"]} {refused["added"]}".ShouldBe("Refused 0");
        (await Hub.AskAsync<long>("select count(*) from hub.identifier where value = '212530003'")).ShouldBe(0);
        var errors = Encoding.UTF8.GetString(
            await Hub.As("nhap").DownloadAsync($"/api/register/imports/{refused["importId"]}/errors"));
        errors.Split('\n').Where(l => l.Contains("212530001", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .TrimEnd().Length.ShouldBeGreaterThan(80, "the reason stands in the row");
    }

    private static byte[] Identifiers(params string[] rows) => RegisterLine.Csv(
        "STT,Số định danh cá nhân,Họ và tên,Loại số,Số,Từ ngày,Đến ngày,Giấy tờ",
        rows.Select((row, i) => $"{i + 1},{row},01/01/1995,,QĐ {i}"));

    // A fault that is not the database's own, so that it is not waited for.
    private Task BreakAsync(string dossier) => ExecuteAsync($"""
        create function public.break_row() returns trigger language plpgsql as $$
        begin
          if new.dossier = '{dossier}' then raise exception 'broken'; end if;
          return new;
        end $$;
        create trigger break_row before insert on hub.register_row for each row execute function public.break_row()
        """);

    private Task MendAsync() => ExecuteAsync("drop function public.break_row() cascade");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Hub.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
