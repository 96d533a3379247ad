using System.Text;
using PaymentHub.Domain.Register;
using PaymentHub.Register;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Files to begin with: an empty list of each kind, and the tables that a draft changes.</summary>
public sealed class TemplateTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Every_kind_has_a_template_in_both_forms_whose_columns_the_import_takes()
    {
        foreach (var kind in FileKind.All.Values)
        {
            foreach (var format in new[] { "csv", "xlsx" })
            {
                var bytes = await Hub.As("nhap").DownloadAsync(ImportTemplate.PathOf(kind, format));
                var trial = await Hub.TryAsync(kind.Word, bytes);
                $"{kind.Word} {trial["status"]} {trial["findingsTotal"]}".ShouldBe($"{kind.Word} Completed 0");
            }
        }

        (await Hub.As("nhap").TryGetAsync("/api/register/templates/gi-do")).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_table_in_force_is_a_draft_that_changes_nothing()
    {
        foreach (var table in DraftTemplate.Tables)
        {
            var bytes = await Hub.As("nhap").DownloadAsync($"/api/what-if/tables/{table}");
            var answer = await Hub.As("nhap").UploadAsync($"/api/what-if?month={Period}", table + ".csv", bytes);
            answer.Code.ShouldBeNullOrEmpty($"{table}: {Encoding.UTF8.GetString(bytes)[..80]}");
            ((long)answer.Json["peopleAffected"]!).ShouldBe(0, table);
        }

        (await Hub.As("nhap").TryGetAsync("/api/what-if/tables/banks")).Code.ShouldBe("not-found");
    }

    [Fact]
    public void A_mixed_files_header_is_converted_with_its_columns()
    {
        const string Header = "Lo¹i danh s¸ch,M· x·,Tªn x·,§Æc ®iÓm ®Þa bµn,Tõ ngµy,§Õn ngµy,C¨n cø ph¸p lý";
        using var content = FileContent.Of(Encoding.UTF8.GetBytes($"{Header}\n1,21028,NghÜa Lé,,,,\n"));
        var options = new ImportOptions(false, null, null, TextCoding.Tcvn3, null);

        var header = new FileRows(FileKind.All["areas"], content, options).Written().First().Cells;

        header[1..4].ShouldBe(["Mã xã", "Tên xã", "Đặc điểm địa bàn"]);
    }
}
