"""The U.S. Cluster Mapping rule against its own release of 2016, read from the file beside us."""

import polars as pl

from hanse.observatory.indicators.specialisation import location_quotient
from hanse.observatory.ratings.rules import US_CLUSTER_MAPPING
from hanse.observatory.ratings.stars import rate
from tests.shared_data import shared_file

FLAGS = {"strong": 512, "strong10": 209, "significant": 1_014, "qualifying": 1_454}


def release() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The states' clusters as a panel, and the national totals by cluster."""
    states = pl.read_csv(
        shared_file("us-cluster-mapping/states_clusters_2016.csv"),
        null_values=["NA", ""],
        infer_schema_length=None,
        schema_overrides={"region_code_t": pl.String, "cluster_code_t": pl.String},
    ).rename(
        {
            "region_code_t": "region",
            "cluster_code_t": "category",
            "year_t": "year",
            "emp_tl": "employment_persons",
            "est_tl": "establishments_count",
            "cluster_type": "kind",
        }
    )
    nation = pl.read_csv(
        shared_file("us-cluster-mapping/national_cluster_emp_2016.csv"),
        schema_overrides={"cluster_code_t": pl.String},
    ).select(pl.col("cluster_code_t").alias("category"), pl.col("n").alias("employment_persons"))
    kinds = states.select("category", "kind", "year").unique()
    return states, nation.join(kinds, on="category", validate="1:1")


def test_every_location_quotient_and_every_flag_of_the_release() -> None:
    states, nation = release()
    assert states.height == 3_350
    panel = location_quotient(states, base=("kind",), category_totals=nation)
    apart = (panel["location_quotient"] - panel["lq_tf"]).abs()
    assert panel["location_quotient"].null_count() == 0
    assert (apart <= 1e-6 * panel["lq_tf"]).all()

    rated = rate(panel, US_CLUSTER_MAPPING)
    for flag, times in FLAGS.items():
        assert rated[flag].equals(rated[f"{flag}_b"], null_equal=True), flag
        assert rated[flag].sum() == times
    local = rated.filter(pl.col("kind") == "local")
    assert local.height == 800
    assert local["stars"].null_count() == 800
    assert local["stars_reason"].unique().to_list() == ["not_rated"]
    assert rated.filter(pl.col("kind") == "traded")["stars"].null_count() == 0
