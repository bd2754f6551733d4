"""Runs a query on Spark in local mode over a table `rows` of JSON Lines: sparkQuery.py FILE QUERY TOTAL"""

import json
import sys

from pyspark.sql import SparkSession

file, query, total = sys.argv[1:]
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .getOrCreate()
)
spark.read.json(file).createOrReplaceTempView("rows")
counts = [list(row) for row in spark.sql(query).collect()]
json.dump({"counts": counts, "rows": spark.sql(total).collect()[0][0]}, sys.stdout)
