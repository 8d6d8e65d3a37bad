"""Native speed: this project against what else searches a folder of French texts, as the folder grows."""
